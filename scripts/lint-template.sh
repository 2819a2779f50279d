#!/bin/sh
# Lints the packaged template (npx serverless package), what it would be where the pipeline says `distributed`, and those
# of the examples, by cfn-lint, asks checkov whether it is safe (what it asks for and the template has otherwise is answered
# beside the resource), and holds the policy for who deploys against it, and that and the roles in it against AWS's reference
# of what an action acts on. Installs all of them once, with nothing but python3.
set -e
cd "$(dirname "$0")/.."
venv=node_modules/.cache/tributary/lint-template
requirements='cfn-lint==1.58.0 checkov==3.3.30 policy_sentry==0.13.2'
[ "$(cat $venv/requirements 2>/dev/null)" = "$requirements" ] || {
  rm -rf $venv && python3 -m venv $venv && $venv/bin/pip install --quiet $requirements && echo "$requirements" >$venv/requirements
}
template=.serverless/cloudformation-template-update-stack.json

# Packages a copy of the project whose pipeline is distributed, if its SQL allows that.
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files --cached --others --exclude-standard | grep -Ev '^(bench|docs|examples|sample|test)/' |
  tar -cf - -T - | tar -xf - -C "$copy"
ln -s "$PWD/node_modules" "$copy/node_modules"
git init -q "$copy"
grep -q 'distributed:' pipeline/pipeline.ts ||
  sed 's/definePipeline({/& distributed: { fromBytes: 1 },/' pipeline/pipeline.ts >"$copy/pipeline/pipeline.ts"
distributed=
if (cd "$copy" && npm run --silent verify); then
  (cd "$copy" && npx serverless package)
  distributed=$copy/$template
  grep -q AWS::Athena::WorkGroup "$distributed" # else pipeline.ts is written in a way that the sed above does not know
fi

packaged=$(ls $template $distributed examples/*/$template 2>/dev/null || true)
for one in $packaged; do
  $venv/bin/cfn-lint --regions eu-central-1 --template "$one"
done
$venv/bin/python deployment/policy_actions.py docs/deployer-policy.json $packaged
for one in $template $distributed; do
  $venv/bin/checkov --skip-download --framework cloudformation --compact --quiet --file "$one"
  $venv/bin/python deployment/deployer_policy.py "$one" docs/deployer-policy.json
done
