// The SDK's notice about the age of Node 20 would be the first line of a deploy.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const { execFileSync, spawnSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { CloudFormationClient, DescribeStacksCommand } = require('@aws-sdk/client-cloudformation');
const { answer } = require('./answers.cjs');
const { keepBucket, useBucket } = require('./bucket.cjs');
const { addDistributed } = require('./distributed.cjs');
const { addMachineRoles, pinVersions } = require('./machines.cjs');
const { capital, functionRole } = require('./roles.cjs');

/**
 * What makes `npx serverless package` and `deploy` enough: builds the code, adds what the definition of the pipeline
 * asks for (schedules, what ingest may read), gives every function and every state machine a role of its own that may do
 * exactly what their YAML says, has an execution stay with the code that it began with, and writes dashboards, and the code
 * that CloudFront runs, as text.
 */
class TributaryPlugin {
  constructor(serverless) {
    this.serverless = serverless;
    this.service = serverless.service;
    const zones = { type: 'array', items: { type: 'string' } };
    serverless.configSchemaHandler.defineFunctionProperties('aws', {
      properties: { reads: zones, writes: zones, permissions: { type: 'array', items: { type: 'object' } } },
    });
    const build = () => run('bundle', this.service.provider.architecture);
    this.hooks = {
      initialize: () => {
        if (['package', 'deploy'].includes(serverless.processedInput.commands[0])) this.addDeployment();
        this.addRoles();
        this.writeDashboards();
        this.writeEdgeCode();
        keepBucket(this.service.resources.Resources, this.service.custom.protected);
      },
      'before:package:createDeploymentArtifacts': build,
      'before:package:function:package': build,
      'before:package:finalize': () => {
        pinVersions(this.service);
        answer(this.service.provider.compiledCloudFormationTemplate);
      },
      'after:aws:package:finalize:mergeCustomProviderResources': () => {
        const { bucket } = this.service.custom;
        if (bucket) useBucket(this.service.provider.compiledCloudFormationTemplate, bucket);
      },
      'before:remove:remove': () => this.empty(),
      'after:deploy:deploy': async () => {
        this.prune();
        await this.writeNotThere();
      },
      'after:aws:info:displayStackOutputs': () => this.tellOutputs(),
    };
  }

  /** The custom settings are those of the stage; see docs/deploy.md. */
  addDeployment() {
    const { custom, functions, resources } = this.service;
    const { Properties: machine } = resources.Resources.StateMachine;
    const stage = JSON.stringify({ ...custom, ingest: functions.ingest.name, machine: machine.StateMachineName });
    const asked = ['scripts/run.js', 'deployment', stage];
    const { status, stdout, stderr } = spawnSync(process.execPath, asked, { encoding: 'utf8' });
    if (status !== 0) throw new this.serverless.classes.Error(stderr.trim());
    const { resources: added, ingest, distributed, fingerprint } = JSON.parse(stdout);
    Object.assign(resources.Resources, added);
    resources.Outputs.Definition = { Description: 'Fingerprint of pipeline/ as it is deployed', Value: fingerprint };
    const { permissions = [] } = functions.ingest;
    Object.assign(functions.ingest, ingest, { permissions: [...permissions, ...ingest.permissions] });
    if (distributed) addDistributed(this.service, distributed);
  }

  addRoles() {
    const { functions, resources } = this.service;
    for (const [name, properties] of Object.entries(functions)) {
      properties.package = { patterns: [`dist/${name}/**`] };
      properties.role = { 'Fn::Sub': `\${${capital(name)}Role.Arn}` };
      resources.Resources[`${capital(name)}Role`] = functionRole(name, properties);
    }
    addMachineRoles(this.service);
  }

  /** In a dashboard, resources are named as in `Fn::Sub`. */
  writeDashboards() {
    for (const [, { Properties }] of this.ofType('AWS::CloudWatch::Dashboard')) {
      Properties.DashboardBody = { 'Fn::Sub': JSON.stringify(Properties.DashboardBody) };
    }
  }

  /** A function of CloudFront has its code in the template, and says here which file that is in. */
  writeEdgeCode() {
    for (const [, { Properties }] of this.ofType('AWS::CloudFront::Function')) {
      Properties.FunctionCode = readFileSync(Properties.FunctionCode, 'utf8');
    }
  }

  ofType(type) {
    return Object.entries(this.service.resources.Resources).filter(([, { Type }]) => Type === type);
  }

  prune() {
    const versioned = Object.values(this.service.functions).filter(({ versionFunction }) => versionFunction);
    this.run('prune', ...versioned.map(({ name }) => name));
  }

  /** What is in the bucket of a stage that is not protected: CloudFormation removes only an empty one. */
  async empty() {
    const { protected: isProtected, bucket } = this.service.custom;
    const stack = await this.stack().catch(() => undefined); // none is there, which remove tells
    if (!stack || isProtected || stack.EnableTerminationProtection || bucket) return;
    this.run('empty', outputOf(stack, 'BucketName'));
  }

  /** The page that the site shows for what is not there. */
  async writeNotThere() {
    const stack = await this.stack();
    if (outputOf(stack, 'ReportsUrl')) this.run('not-there', outputOf(stack, 'BucketName'));
  }

  async stack() {
    const provider = this.serverless.getProvider('aws');
    const client = new CloudFormationClient(await provider.getAwsSdkV3Config());
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: provider.naming.getStackName() }));
    return Stacks[0];
  }

  /** Runs a script that speaks to AWS, as the user and in the region of the command. */
  run(verb, ...args) {
    const { 'aws-profile': profile } = this.serverless.processedInput.options;
    if (profile) process.env.AWS_PROFILE = profile;
    run(verb, this.serverless.getProvider('aws').getRegion(), ...args);
  }

  async tellOutputs() {
    if (this.serverless.processedInput.options.verbose) return; // serverless itself tells them then
    const { Outputs } = await this.stack();
    const told = Outputs.filter(({ OutputKey }) => !/^Serverless|QualifiedArn$/.test(OutputKey));
    const lines = told.map(({ OutputKey, OutputValue }) => `${OutputKey}: ${OutputValue}`);
    this.serverless.serviceOutputs.set('outputs', lines);
  }
}

const outputOf = ({ Outputs }, name) => Outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue;

const run = (...verb) => execFileSync(process.execPath, ['scripts/run.js', ...verb], { stdio: 'inherit' });

module.exports = TributaryPlugin;
