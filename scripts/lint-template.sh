#!/bin/sh
# Lints the packaged template (npx serverless package), and those of the examples, by cfn-lint, asks checkov whether it is safe (what it asks for and
# the template has otherwise is answered beside the resource), and holds the policy for who deploys against it. Installs
# both once, with nothing but python3.
set -e
cd "$(dirname "$0")/.."
venv=node_modules/.cache/tributary/lint-template
requirements='cfn-lint==1.58.0 checkov==3.3.30'
[ "$(cat $venv/requirements 2>/dev/null)" = "$requirements" ] || {
  rm -rf $venv && python3 -m venv $venv && $venv/bin/pip install --quiet $requirements && echo "$requirements" >$venv/requirements
}
template=.serverless/cloudformation-template-update-stack.json
for one in $template examples/*/$template; do
  [ -f "$one" ] && $venv/bin/cfn-lint --regions eu-central-1 --template "$one"
done
$venv/bin/checkov --skip-download --framework cloudformation --compact --quiet --file $template
exec $venv/bin/python deployment/deployer_policy.py $template docs/deployer-policy.json
