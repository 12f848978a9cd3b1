#!/usr/bin/env python3
"""Schemathesis against the program itself, as somebody would start it: the demonstration, keys for programs, loopback. All that
it asks with the key of somebody who works for the whole body; then, with fewer examples, that of a mediator of one unit, to whom
most of the body's cases do not exist and who may do what the first may not; then with two persons' own keys, made on the desk as
they would make them: what people decide is refused to the others. The administrator comes last, who may shut everybody's account.

    run.py ST            ST is the program `schemathesis`; HUYING_BIN names ours

Ends with the first exit code of Schemathesis that is not 0, or 1 where the program failed meanwhile.
"""

import http.cookiejar
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
# Posts whose keys are used, and what is asked with each, beside what the configuration says.
FEWER = ["--phases", "fuzzing,stateful", "--max-examples", "4"]
POSTS = {"office-analyst": [], "mediator-one": FEWER}
# Posts of those whose own keys are used.
PERSONS = ["office-chief", "administrator"]
SCOPES = ["cases:read", "cases:write", "sealed:open", "days:read", "watch:read", "watch:write", "days:write",
          "body:read"]
OWN_SCOPES = [*SCOPES, "days:decide", "cases:export", "warnings:read", "warnings:write", "own:read", "own:write", "body:write"]
# The demonstration as of a day that stays: what is generated for it is the same each time.
AT = "2026-11-24T20:30:00+08:00"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_ready(url):
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def own_key(url, account):
    """Signs in and makes a key of one's own; its secret."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def fill(page, fields):
        with browser.open(f"{url}{page}", timeout=30) as answer:
            token = re.search(r'name="csrf" value="([^"]*)"', answer.read().decode()).group(1)
        form = urllib.parse.urlencode({"csrf": token, **fields}).encode()
        with browser.open(f"{url}{page}", form, timeout=30) as answer:
            return answer.read().decode()

    fill("/sign-in", {"user": account["user"], "password": account["password"]})
    scopes = {f"scope {scope}": "yes" for scope in OWN_SCOPES}
    made = fill("/account/keys", {"key_name": "schemathesis", "days": "1", "current": account["password"], **scopes})
    return re.search(r"<code>(hy_[0-9a-f]{64})</code>", made).group(1)


def main():
    program, ours = sys.argv[1], os.environ["HUYING_BIN"]
    with tempfile.TemporaryDirectory(prefix="huying-api-") as directory:
        data = os.path.join(directory, "data")
        demo = subprocess.run(
            [ours, "demo", "--no-serve", "--json", "--data", data, "--at", AT], check=True, stdout=subprocess.PIPE, text=True,
        )
        accounts = {account["post"]: account for account in json.loads(demo.stdout)["accounts"]}
        scopes = [part for scope in SCOPES for part in ("--scope", scope)]
        secrets = {}
        for post in POSTS:
            made = subprocess.run(
                [ours, "keys", "api", "--data", data, "--post", post, "--name", "schemathesis", *scopes],
                check=True, capture_output=True, text=True,
            )
            secrets[post] = re.search(r"hy_[0-9a-f]{64}", made.stdout + made.stderr).group()
        url = f"http://127.0.0.1:{free_port()}"
        log = open(os.path.join(directory, "log"), "w+")
        server = subprocess.Popen(
            [ours, "serve", "--data", data, "--listen", url.removeprefix("http://"), "--at", AT],
            stdout=subprocess.DEVNULL, stderr=log,
        )
        try:
            began = time.monotonic()
            while not is_ready(url):
                if server.poll() is not None or time.monotonic() - began > 60:
                    log.seek(0)
                    sys.exit(f"the program did not get ready:\n{log.read()}")
                time.sleep(0.1)
            codes = []
            keys = [(f"the key of {post}", secrets[post], asked) for post, asked in POSTS.items()]
            keys += [(f"the own key of the {post}", own_key(url, accounts[post]), FEWER) for post in PERSONS]
            for whose, secret, asked in keys:
                print(f"\n-- with {whose}", flush=True)
                done = subprocess.run(
                    [program, "--config-file", str(HERE / "schemathesis.toml"), "run", f"{url}/api/v1/openapi.json",
                     "--header", f"Authorization: Bearer {secret}", *asked],
                    cwd=directory,
                )
                codes.append(done.returncode)
            if not is_ready(url):
                sys.exit("the program does not answer any more")
        finally:
            server.terminate()
            server.wait(timeout=60)
    sys.exit(next((code for code in codes if code), 0))


if __name__ == "__main__":
    main()
