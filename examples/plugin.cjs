// The SDK's notice about the age of Node 20 would be the first line of a deploy.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const { execFileSync } = require('node:child_process');
const { basename, join } = require('node:path');
const { answer } = require('../deployment/answers.cjs');
const { addMachineRoles, pinVersions } = require('../deployment/machines.cjs');
const { capital, functionRole } = require('../deployment/roles.cjs');

/**
 * What makes `npx serverless deploy` enough in the folder of an example: builds its functions, gives each of them, and
 * each state machine, a role of its own that may do exactly what `permissions` says, and has state machines logged.
 */
class ExamplePlugin {
  constructor(serverless) {
    this.service = serverless.service;
    const folder = basename(serverless.serviceDir);
    serverless.configSchemaHandler.defineFunctionProperties('aws', {
      properties: { permissions: { type: 'array', items: { type: 'object' } } },
    });
    const build = () =>
      execFileSync(process.execPath, [join(__dirname, '../scripts/run.js'), 'bundle-example', folder], {
        stdio: 'inherit',
      });
    this.hooks = {
      initialize: () => this.addRoles(),
      'before:package:createDeploymentArtifacts': build,
      'before:package:function:package': build,
      'before:package:finalize': () => {
        pinVersions(this.service);
        this.leaveOutKnownOrder();
        answer(this.service.provider.compiledCloudFormationTemplate);
      },
    };
  }

  addRoles() {
    const { functions, resources } = this.service;
    for (const [name, properties] of Object.entries(functions)) {
      const file = properties.handler.replace(/^functions\/([\w-]+)\.handler$/, '$1');
      properties.handler = `dist/${file}/handler.handler`;
      properties.package = { patterns: [`dist/${file}/**`] };
      properties.role = { 'Fn::Sub': `\${${capital(name)}Role.Arn}` };
      resources.Resources[`${capital(name)}Role`] = functionRole(name, properties);
    }
    for (const [id, { Type, Properties }] of Object.entries(resources.Resources)) {
      if (Type === 'AWS::StepFunctions::StateMachine') this.addLogs(id, Properties);
    }
    addMachineRoles(this.service);
  }

  /** Has a state machine log what happens in it, though not with which data, and be traced. */
  addLogs(id, properties) {
    const { provider, resources } = this.service;
    const name = properties.StateMachineName;
    // Under this prefix, log delivery needs no line in the account's one, small resource policy.
    const logs = { LogGroupName: `/aws/vendedlogs/states/${name}`, RetentionInDays: provider.logRetentionInDays };
    resources.Resources[`${id}Logs`] = { Type: 'AWS::Logs::LogGroup', Properties: logs };
    const group = { CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': [`${id}Logs`, 'Arn'] } } };
    properties.LoggingConfiguration = { Level: 'ALL', IncludeExecutionData: false, Destinations: [group] };
    properties.TracingConfiguration = { Enabled: true };
  }

  /** A route names its integration, and so waits for it by itself; cfn-lint says so of each. */
  leaveOutKnownOrder() {
    for (const resource of Object.values(this.service.provider.compiledCloudFormationTemplate.Resources)) {
      if (resource.Type === 'AWS::ApiGatewayV2::Route') delete resource.DependsOn;
    }
  }
}

module.exports = ExamplePlugin;
