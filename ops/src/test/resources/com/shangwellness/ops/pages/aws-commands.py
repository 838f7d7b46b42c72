"""Reads commands, one JSON array of arguments a line, and answers each with one line: what the aws
command has against it, or null. Nothing is sent: once a request is complete and valid, it is answered
with an example of what the operation answers, in which --query has to find all that it names; of a
filter it is not known what it lets pass, so it lets pass all."""

import contextlib
import datetime
import io
import json
import re
import sys

from awscli.clidriver import create_clidriver
from botocore.awsrequest import AWSResponse
from botocore.utils import ArgumentGenerator

FILTER = re.compile(r"\[\?[^]]*]")
# A command of the tool's own has no skeleton; it says so only after it has accepted all the rest.
MORE = {"NextToken", "nextToken", "NextMarker", "Marker", "marker", "IsTruncated"}
OWN = "Unknown options: --generate-cli-skeleton, output"


def example(model, **ignored):
    """In place of sending: one of everything, and no further page."""
    shape = model.output_shape
    answer = ArgumentGenerator(use_member_names=True).generate_skeleton(shape) if shape else {}
    return AWSResponse("", 200, {}, None), only_page(answer)


def only_page(value):
    """The last page of a list, with times as a service writes them."""
    if isinstance(value, dict):
        return {name: only_page(member) for name, member in value.items() if name not in MORE}
    if isinstance(value, list):
        return [only_page(member) for member in value]
    return value.isoformat() if isinstance(value, datetime.datetime) else value


def run(arguments, answered):
    driver = create_clidriver()
    if answered:
        driver.session.register("before-call", example)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = driver.main(arguments)
        except SystemExit as exit:
            code = exit.code
    return code, out.getvalue().strip(), " ".join(err.getvalue().split())


def objection(arguments):
    own = arguments[:2] == ["cloudtrail", "validate-logs"] or arguments[1] == "wait"
    if own:
        code, _, said = run(arguments + ["--generate-cli-skeleton", "output"], False)
        return said if code and not said.replace(",", ", ").replace("  ", " ").endswith(OWN) else None
    code, out, said = run(arguments, True)
    if code or "--query" not in arguments:
        return said if code else None
    query = arguments[arguments.index("--query") + 1]
    unfiltered = [FILTER.sub("[]", word) if word == query else word for word in arguments]
    _, found, said = run(unfiltered + ["--output", "json"], True)
    if said or lacks(json.loads(found or "null")):
        return "--query names what is not in an answer of this operation: " + (said or found)
    return None


def lacks(found):
    """Whether something that was named is not there."""
    if isinstance(found, list):
        return not found or any(lacks(member) for member in found)
    if isinstance(found, dict):
        return any(lacks(member) for member in found.values())
    return found is None


for line in sys.stdin:
    print(json.dumps(objection(json.loads(line))), flush=True)
