#!/bin/sh
# Lints the packaged template (npx serverless package); installs the linter once, with nothing but python3.
set -e
cd "$(dirname "$0")/.."
version=1.58.0
venv=node_modules/.cache/cfn-lint-$version
[ -x $venv/bin/cfn-lint ] || { python3 -m venv $venv && $venv/bin/pip install --quiet cfn-lint==$version; }
exec $venv/bin/cfn-lint --regions eu-central-1 --template .serverless/cloudformation-template-update-stack.json
