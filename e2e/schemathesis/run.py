#!/usr/bin/env python3
"""Schemathesis against the program itself, as somebody would start it: the demonstration, keys for programs, loopback. All that
it asks with the key of somebody who works for the whole body; with fewer examples, that of a mediator of one unit, to whom
most of the body's cases do not exist and who may do what the first may not; and two persons' own keys, made on the desk as
they would make them: what people decide is refused to the others. Each key asks a demonstration of its own, as many at a time as
there are processors, so that none finds what another did (an administrator may shut everybody's account).

    run.py ST            ST is the program `schemathesis`; HUYING_BIN names ours

Ends with the first exit code of Schemathesis that is not 0, or 1 where the program failed meanwhile.
"""

import concurrent.futures
import contextlib
import http.cookiejar
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
# What is asked with each key but the first, beside what the configuration says.
FEWER = ["--phases", "fuzzing,stateful", "--max-examples", "4"]
# Posts whose keys are used, whether it is the own key of who holds it, and what is asked. The first takes longest.
KEYS = [("office-analyst", False, []), ("mediator-one", False, FEWER), ("office-chief", True, FEWER), ("administrator", True, FEWER)]
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


def post_key(ours, data, post):
    """Has the program make a key in a post; its secret."""
    scopes = [part for scope in SCOPES for part in ("--scope", scope)]
    made = subprocess.run(
        [ours, "keys", "api", "--data", data, "--post", post, "--name", "schemathesis", *scopes],
        check=True, capture_output=True, text=True,
    )
    return re.search(r"hy_[0-9a-f]{64}", made.stdout + made.stderr).group()


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


@contextlib.contextmanager
def served(ours, data):
    """The program serving `data`; its address. It has to answer to the end."""
    url = f"http://127.0.0.1:{free_port()}"
    with open(f"{data}.log", "w+") as log:
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
            yield url
            if not is_ready(url):
                sys.exit("the program does not answer any more")
        finally:
            server.terminate()
            server.wait(timeout=60)


def ask(program, ours, demo, account, own, asked):
    """Asks a copy of `demo` with a key of the account's post, or of its holder's own; the code and what Schemathesis said."""
    post = account["post"]
    data = f"{demo}-{post}"
    shutil.copytree(demo, data)
    secret = None if own else post_key(ours, data, post)
    with served(ours, data) as url:
        secret = secret or own_key(url, account)
        done = subprocess.run(
            [program, "--config-file", str(HERE / "schemathesis.toml"), "run", f"{url}/api/v1/openapi.json",
             "--header", f"Authorization: Bearer {secret}", *asked],
            cwd=os.path.dirname(demo), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
    return done.returncode, f"\n-- with {'the own key' if own else 'a key'} of the {post}\n{done.stdout}"


def main():
    program, ours = sys.argv[1], os.environ["HUYING_BIN"]
    with tempfile.TemporaryDirectory(prefix="huying-api-") as directory:
        demo = os.path.join(directory, "demo")
        made = subprocess.run(
            [ours, "demo", "--no-serve", "--json", "--data", demo, "--at", AT], check=True, stdout=subprocess.PIPE, text=True,
        )
        accounts = {account["post"]: account for account in json.loads(made.stdout)["accounts"]}
        codes = []
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as several:
            answers = [several.submit(ask, program, ours, demo, accounts[post], own, asked) for post, own, asked in KEYS]
            for answer in answers:
                code, said = answer.result()
                print(said, flush=True)
                codes.append(code)
    sys.exit(next((code for code in codes if code), 0))


if __name__ == "__main__":
    main()
