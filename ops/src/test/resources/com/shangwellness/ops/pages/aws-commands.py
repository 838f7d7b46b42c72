"""Reads commands, one JSON array of arguments a line, and answers each with one line: what the aws
command has against it, or nothing. With --generate-cli-skeleton output, it checks all that it can
check without asking AWS and answers with an example, in which --query has to find something."""

import contextlib
import io
import json
import sys

from awscli.clidriver import create_clidriver

# A command of the tool's own has no skeleton; it says so only after it has accepted all the rest.
OWN = "Unknown options: --generate-cli-skeleton,output"


def objection(arguments):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = create_clidriver().main(arguments + ["--generate-cli-skeleton", "output"])
        except SystemExit as exit:
            code = exit.code
    said = [line.strip() for line in err.getvalue().splitlines() if line.strip()]
    if code:
        last = " ".join(said[-3:]).replace(", ", ",")
        return None if last.endswith(OWN) and last.count("Unknown options") == 1 else last
    if "--query" in arguments and out.getvalue().strip() in ("null", "[]", "None", ""):
        return "--query finds nothing in an answer of this command"
    return None


for line in sys.stdin:
    print(json.dumps(objection(json.loads(line))), flush=True)
