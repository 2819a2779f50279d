"""Runs state machines by moto's engine, their Tasks answering what they answered before.

Reads cases as JSON from stdin, one list of { id, definition, input, calls }, each call { state, input, output } or
{ state, input, error, cause }; writes a list of { id, status, output, error, states, unasked } to stdout. JSONata, which moto
leaves to a JVM, is done by jsonata-python. Nothing is waited for.
"""

import json
import logging
import os
import re
import sys
import time

os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-east-1")

import boto3
import jsonata
from moto import mock_aws
from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import StateTaskService
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import StateTaskServiceCallback
from moto.stepfunctions.parser.asl.component.state.exec.state_task.state_task_lambda import StateTaskLambda
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.jsonata import jsonata as expressions

logging.disable()  # a failure that a machine is made for is no news

varying = re.compile(r"arn:aws:states:[^\"]*:execution:[^\"]*|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z|[+-][\d:]+)|AQ[\w=+/-]{40,}|\b\d{7,13}\b")
calls = []


def known(value):
    """Values as text, whatever differs from run to run left out; moto has times that are no JSON yet."""
    return varying.sub("<>", json.dumps(value, sort_keys=True, default=str))


def answered(self, env):
    """In the place of a call: what was answered to it, when it was made by our engine."""
    self.resource.eval(env=env)
    env.stack.pop()
    asked = self._eval_parameters(env=env)
    if isinstance(self, StateTaskLambda):
        asked = asked["Payload"]
    found = next((one for one in calls if one["state"] == self.name and known(one["input"]) == known(asked)), None)
    if found is None:
        fail(env, "Judge.NeverAsked", f"{self.name} asks {json.dumps(asked)}")
    calls.remove(found)
    if "output" not in found:
        fail(env, found.get("error"), found.get("cause"))
    env.stack.append(found["output"])


def named(error):
    """An error, which moto tells apart by who has given it its name."""
    return StatesErrorName.from_name(error) if (error or "").startswith("States.") else CustomErrorName(error)


def fail(env, error, cause):
    details = TaskFailedEventDetails(error=error, cause=cause)
    raise FailureEventException(
        FailureEvent(
            env=env,
            error_name=named(error),
            event_type=HistoryEventType.TaskFailed,
            event_details=EventDetails(taskFailedEventDetails=details),
        )
    )


StateTaskService._eval_execution = answered
StateTaskServiceCallback._eval_execution = answered
StateTaskServiceCallback._assert_integration_pattern_is_supported = lambda self: None  # moto has few jobs to wait for
StateTaskLambda._eval_execution = answered
WaitFunction._wait_interval = staticmethod(lambda env, wait_seconds: None)
retrier_decl.time = type("NoTime", (), {"sleep": staticmethod(lambda seconds: None)})
expressions._eval_jsonata = lambda expression: jsonata.Jsonata(expression).evaluate(None)


def data(text):
    """What comes out; moto tells a text as it is, without quotes."""
    try:
        return json.loads(text or "null")
    except ValueError:
        return text


def judge(client, case):
    calls[:] = case["calls"]
    machine = client.create_state_machine(
        name=re.sub(r"\W", "-", case["id"]), definition=json.dumps(case["definition"]), roleArn="arn:aws:iam::123456789012:role/judge"
    )
    execution = client.start_execution(stateMachineArn=machine["stateMachineArn"], input=json.dumps(case["input"]))
    arn = execution["executionArn"]
    while (end := client.describe_execution(executionArn=arn))["status"] == "RUNNING":
        time.sleep(0.02)
    history = client.get_execution_history(executionArn=arn, maxResults=1000)["events"]
    entered = [one["stateEnteredEventDetails"]["name"] for one in history if "stateEnteredEventDetails" in one]
    return {
        "id": case["id"],
        "status": end["status"],
        "output": data(end.get("output")),
        "error": end.get("error"),
        "cause": end.get("cause"),
        "states": entered,
        "unasked": [one["state"] for one in calls],
    }


with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
    client = boto3.client("stepfunctions")
    print(json.dumps([judge(client, case) for case in json.load(sys.stdin)]))
