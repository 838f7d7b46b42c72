#!/usr/bin/env python3
"""Draws what AWS's published service models ask of requests (required members, enums, patterns,
lengths, ranges) into compact data files, one a service, for the operations that our services
override. Needs botocore. Run it after an operation has been added:

    python3 region/src/main/scripts/draw-constraints.py [further source roots]
"""
import json
import pathlib
import re
import sys

import botocore.session

REGION = pathlib.Path(__file__).resolve().parents[1]
TARGET = REGION / "resources/com/shangwellness/region/wire/constraints"
PACKAGES = {  # our package's name and botocore's name of the service
    "acm": "acm",
    "applicationautoscaling": "application-autoscaling",
    "cloudformation": "cloudformation",
    "cloudwatch": "cloudwatch",
    "cloudwatchlogs": "logs",
    "codebuild": "codebuild",
    "codedeploy": "codedeploy",
    "codepipeline": "codepipeline",
    "ec2": "ec2",
    "ecr": "ecr",
    "ecs": "ecs",
    "elasticloadbalancingv2": "elbv2",
    "eventbridge": "events",
    "iam": "iam",
    "kms": "kms",
    "rds": "rds",
    "s3": "s3",
    "scheduler": "scheduler",
    "secretsmanager": "secretsmanager",
    "sns": "sns",
    "ssm": "ssm",
    "stepfunctions": "stepfunctions",
    "sts": "sts",
}
OWN_REFUSALS = {"codedeploy"}  # each required member that is missing has an error of its own
NEWER = {  # members that the SDK of this build does not have yet
    "GetQueryResultsRequest": {"maxItems", "nextToken"},
    "PutDashboardInput": {"Tags"},
    "PutMetricAlarmInput": {"EvaluationCriteria", "EvaluationInterval"},
}
OPERATION = re.compile(r"public (?:<T> T|\w+Response) (\w+)\(\s*(\w+)Request request")


def overridden(package, roots):
    names = set()
    for root in roots:
        folder = root / "com/shangwellness/region" / package
        for source in sorted(folder.glob("*.java")):
            names |= {name.lower() for name, _ in OPERATION.findall(source.read_text())}
    return names


def draw(model, wanted):
    shapes = {}
    requires = model.service_name not in OWN_REFUSALS

    def visit(shape, above):
        """The shape's name, when it or what is in it has a constraint; else None."""
        if shape.name in shapes:
            return shape.name if shapes[shape.name] else None
        if shape.name in above:
            return shape.name  # a shape within itself
        above = above | {shape.name}
        found = {}
        facts = shape.metadata
        if shape.type_name in ("string", "blob", "list", "map", "integer", "long", "float", "double"):
            found = {k: facts[k] for k in ("enum", "pattern", "min", "max") if k in facts}
        if shape.type_name == "structure":
            newer = NEWER.get(shape.name, ())
            members = {n: visit(m, above) for n, m in shape.members.items() if n not in newer}
            members = {n: s for n, s in members.items() if s}
            if members:
                found["members"] = members
            if requires and shape.required_members:
                found["required"] = list(shape.required_members)
        elif shape.type_name == "list" and (item := visit(shape.member, above)):
            found["item"] = item
        elif shape.type_name == "map" and (value := visit(shape.value, above)):
            found["value"] = value
        shapes[shape.name] = found
        return shape.name if found else None

    operations = {}
    for name in model.operation_names:
        if name.lower() in wanted:
            shape = model.operation_model(name).input_shape
            operations[name] = (visit(shape, frozenset()) if shape else None) or ""
    return {
        "operations": operations,
        "shapes": {n: s for n, s in sorted(shapes.items()) if s},
    }


def main():
    roots = [REGION / "java", *map(pathlib.Path, sys.argv[1:])]
    session = botocore.session.get_session()
    TARGET.mkdir(parents=True, exist_ok=True)
    for package, service in PACKAGES.items():
        model = session.get_service_model(service)
        wanted = overridden(package, roots)
        text = json.dumps(draw(model, wanted), separators=(",", ":"), ensure_ascii=True)
        (TARGET / f"{model.signing_name}.json").write_text(text + "\n")
        print(f"{service}: {len(wanted)} operations, {len(text)} bytes")


main()
