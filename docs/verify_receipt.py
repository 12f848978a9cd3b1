#!/usr/bin/env python3
"""Verifies receipts of a Huying log, and whole logs, with nothing but Python's standard library.

It was written from log-format.md, not from the program: a second opinion. It never asks a database, and a network only for a
log whose address it is given.

    python3 verify_receipt.py RECEIPT [RECEIPT …] --key VKEY [--key VKEY …] [--handover FILE …]
                              [--keys FILE] [--witness VKEY …] [--later FILE]
    python3 verify_receipt.py --log WHERE [RECEIPT …] --key VKEY …

RECEIPT   the .tlog-proof file; of several each is told under its name, and of each case whether they are all its events
--log     a whole log, a folder or an address (https://desk.example.org/log/): its checkpoint, every leaf and every hash of its
          tiles are verified, and that every case has all its events; receipts are then shown to be continued by it
--key     the log's public key, one line "name+id+base64", got from somewhere else than the log itself
--handover  the log's /log/handover/ID: with it the owner of a key that is believed names the next one
--keys    the log's list of keys: at which sizes each of them may sign
--witness the public key of a witness
--later   a later checkpoint with the proof that it continues the receipt's

Ends with 0 when what it prints is proven, 1 when a receipt is refuted, 2 when one cannot be read at all.
"""

import argparse
import base64
import binascii
import functools
import hashlib
import http.client
import re
import sys
import urllib.error
import urllib.request
from datetime import datetime, timezone
from pathlib import Path

MOST_SIZE = 2**63 - 1
MOST_BYTES = 256 * 1024
MOST_SIGNATURES = 64
MOST_HASHES = 63
MOST_LEAF_BYTES = 65535
WIDTH = 256
MOST_BUNDLE_BYTES = WIDTH * (2 + MOST_LEAF_BYTES)


class Unreadable(Exception):
    """A text is not what it should be."""


class Refuted(Exception):
    """Something is claimed that is not so."""


# --- spellings -------------------------------------------------------------------------------------------------------


def from_base64(text, what):
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error, ValueError):
        raise Unreadable(f"{what} is not base 64") from None
    # One value, one spelling: Python lets padding bits be anything.
    if base64.b64encode(data).decode() != text:
        raise Unreadable(f"{what} is not base 64 in its one spelling")
    return data


def to_hash(text, what):
    data = from_base64(text, what)
    if len(data) != 32:
        raise Unreadable(f"{what} is not a hash")
    return data


def to_number(text, what):
    if not re.fullmatch(r"0|[1-9][0-9]*", text, re.ASCII) or len(text) > 19 or int(text) > MOST_SIZE:
        raise Unreadable(f"{what} is not a number")
    return int(text)


def to_lines(text, what):
    """The lines of a text in which every line ends in a newline."""
    if not text.endswith("\n"):
        raise Unreadable(f"{what} does not end in a newline")
    return text[:-1].split("\n")


def to_text(data, what):
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{what} is over {MOST_BYTES} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable(f"{what} is not UTF-8") from None
    if any(ord(c) < 0x20 and c != "\n" for c in text):
        raise Unreadable(f"{what} has control characters")
    return text


def at_first_empty_line(text, what):
    head, separator, rest = text.partition("\n\n")
    if not separator:
        raise Unreadable(f"{what} has no empty line")
    return head + "\n", rest


# --- Ed25519 (RFC 8032 §5.1), over extended coordinates ----------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar, point):
    result = NEUTRAL
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def equal(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def to_point(data):
    """A point from its 32 bytes; None where they are not the one spelling of a point."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = to_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_weak(point):
    """Points of small order verify signatures that nobody made."""
    return equal(multiply(8, point), NEUTRAL)


# Many receipts are of one checkpoint.
@functools.lru_cache(maxsize=256)
def is_signature(public_key, message, signature):
    if len(signature) != 64:
        return False
    key, commitment = to_point(public_key), to_point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= ORDER or is_weak(key) or is_weak(commitment):
        return False
    challenge = hashlib.sha512(signature[:32] + public_key + message).digest()
    challenge = int.from_bytes(challenge, "little") % ORDER
    return equal(multiply(scalar, BASE), add(commitment, multiply(challenge, key)))


# --- keys and notes ------------------------------------------------------------------------------------------------------

NOTE, COSIGNATURE = 1, 4


def is_key_name(name):
    control = any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in name)
    return 1 <= len(name.encode()) <= 255 and not control and "+" not in name and not any(c.isspace() for c in name)


class Key:
    """A public key: name+id+base64(type || 32 bytes)."""

    def __init__(self, text, kind):
        match = re.fullmatch(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", text)
        if not match or not is_key_name(match[1]):
            raise Unreadable(f"{text} is not a key")
        self.text, self.name, self.id = text, match[1], bytes.fromhex(match[2])
        material = from_base64(match[3], "the key's material")
        self.kind, self.public = material[0], material[1:]
        if self.kind != kind:
            raise Unreadable(f"the key of {self.name} is not of type {kind}")
        point = to_point(self.public) if len(self.public) == 32 else None
        if point is None or is_weak(point):
            raise Unreadable(f"the key of {self.name} is not an Ed25519 key")
        if hashlib.sha256(self.name.encode() + b"\n" + material).digest()[:4] != self.id:
            raise Unreadable(f"the id of the key of {self.name} does not belong to it")
        self.first, self.last = 0, None

    def may_sign(self, size):
        return self.first <= size and (self.last is None or size <= self.last)

    def verify(self, text, signature):
        """None where the signature is false; of a cosignature its time in seconds since 1970, else 0."""
        if self.kind == NOTE:
            return 0 if is_signature(self.public, text.encode(), signature) else None
        seconds = int.from_bytes(signature[:8], "big")
        if len(signature) != 72 or seconds > MOST_SIZE:
            return None
        message = f"cosignature/v1\ntime {seconds}\n{text}"
        return seconds if is_signature(self.public, message.encode(), signature[8:]) else None


def parse_note(text):
    """The signed text, and (name, id, signature) of each line."""
    at = text.rfind("\n\n")
    if at < 0:
        raise Unreadable("a note has no signatures")
    signed, signatures = text[: at + 1], []
    for line in to_lines(text[at + 2 :], "a note"):
        match = re.fullmatch(r"— ([^ ]+) ([A-Za-z0-9+/=]+)", line)
        if not match or not is_key_name(match[1]):
            raise Unreadable("a line of a note is not a signature")
        data = from_base64(match[2], "a signature")
        if len(data) < 5:
            raise Unreadable("a signature is too short")
        signatures.append((match[1], data[:4], data[4:]))
    if len(signatures) > MOST_SIGNATURES:
        raise Unreadable("a note has too many signatures")
    return signed, signatures


def parse_checkpoint(text):
    lines = to_lines(text, "a checkpoint")
    if len(lines) < 3 or "" in lines:
        raise Unreadable("a checkpoint is three lines or more, none of them empty")
    return lines[0], to_number(lines[1], "the checkpoint's size"), to_hash(lines[2], "the checkpoint's root")


class Checkpoint:
    """A checkpoint that the log's key has signed, and the witnesses that have."""

    def __init__(self, text, log_keys, witnesses):
        signed, signatures = parse_note(text)
        self.origin, self.size, self.root = parse_checkpoint(signed)
        self.witnesses = []
        by_log = []
        for key in log_keys + witnesses:
            good = [key.verify(signed, data) for name, id_, data in signatures if (name, id_) == (key.name, key.id)]
            if None in good:
                raise Refuted(f"the signature of {key.name} ({key.id.hex()}) is false")
            if good and key.kind == NOTE and key.name == self.origin:
                by_log.append(key)
            elif good and key.kind == COSIGNATURE:
                self.witnesses.append((key.name, max(good)))
        if not by_log:
            raise Refuted(f"the checkpoint of {self.origin} is not signed by a key that was given")
        if not any(key.may_sign(self.size) for key in by_log):
            raise Refuted(f"the key of {self.origin} may not sign a checkpoint of {self.size} leaves")
        self.of = len(witnesses)


# --- the tree (RFC 6962 §2.1; the steps of RFC 9162 §2.1.3.2 and §2.1.4.2) -------------------------------------------------


def leaf_hash(leaf):
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def sides(own, last, proof):
    """For each hash whether it lies left of the way to the root; exactly as many as the way has."""
    for beside in proof:
        if last == 0:
            raise Refuted("the proof has too many hashes")
        left = own & 1 == 1 or own == last
        if left:
            while own & 1 == 0 and own:
                own, last = own >> 1, last >> 1
        own, last = own >> 1, last >> 1
        yield left, beside
    if last:
        raise Refuted("the proof has too few hashes")


def check_inclusion(leaf, index, size, proof, root):
    if index >= size:
        raise Refuted(f"a tree of {size} leaves has no leaf {index}")
    for left, beside in sides(index, size - 1, proof):
        leaf = node_hash(beside, leaf) if left else node_hash(leaf, beside)
    if leaf != root:
        raise Refuted("the leaf is not what the log has at this place")


def check_consistency(old, old_root, new, new_root, proof):
    if old > new:
        raise Refuted(f"a tree of {new} leaves does not continue one of {old}")
    if old == 0 or old == new:
        known = hashlib.sha256(b"").digest() if old == 0 else new_root
        if proof or old_root != known:
            raise Refuted("what was logged has been changed")
        return
    own, last = old - 1, new - 1
    while own & 1:
        own, last = own >> 1, last >> 1
    if old & (old - 1):
        if not proof:
            raise Refuted("the proof has too few hashes")
        first, proof = proof[0], proof[1:]
    else:
        first = old_root
    was = now = first
    for left, beside in sides(own, last, proof):
        if left:
            was, now = node_hash(beside, was), node_hash(beside, now)
        else:
            now = node_hash(now, beside)
    if was != old_root:
        raise Refuted("what was logged has been changed")
    if now != new_root:
        raise Refuted("the proof does not lead to the later checkpoint")


# --- leaves and receipts -----------------------------------------------------------------------------------------------------

KEY_PATTERN = r"[a-z][a-z0-9.-]{0,63}"


def pairs(lines, value_pattern, what):
    found = {}
    for line in lines:
        match = re.fullmatch(f"({KEY_PATTERN}) ({value_pattern})", line, re.ASCII)
        if not match or match[1] in found:
            raise Unreadable(f"{what} “{line}” cannot stand in a leaf")
        found[match[1]] = match[2]
    return found


def parse_leaf(text):
    """The fields in the open and the commitments."""
    head, commitments = at_first_empty_line(text, "the leaf")
    first, *fields = to_lines(head, "the leaf")
    if first != "huying-leaf@v1" or len(text.encode()) > MOST_LEAF_BYTES:
        raise Unreadable("not a leaf")
    fields = pairs(fields, "[!-~](?:[ -~]{0,1022}[!-~])?", "the field")
    commitments = to_lines(commitments, "the leaf") if commitments else []
    commitments = pairs(commitments, "[A-Za-z0-9+/=]+", "the commitment")
    return fields, {name: to_hash(value, f"the commitment {name}") for name, value in commitments.items()}


def parse_openings(text, commitments):
    """What the receipt says the commitments open to: name to payload, None where only the salt is there."""
    found = {}
    for line in to_lines(text, "the receipt's openings") if text else []:
        name, salt, *payload = line.split(" ", 2) if " " in line else (line, "")
        salt = from_base64(salt, "a salt")
        if name not in commitments or name in found or len(salt) != 32:
            raise Unreadable(f"the receipt opens “{name}”, which is no commitment of its leaf")
        found[name] = from_base64(payload[0], "a payload") if payload else None
        if payload:
            if hashlib.sha256(b"huying-commitment@v1\n" + salt + found[name]).digest() != commitments[name]:
                raise Refuted(f"what the receipt says of {name} is not what was logged")
    return found


class Receipt:
    """A .tlog-proof file whose extra data are the leaf and its openings."""

    def __init__(self, data):
        head, self.checkpoint = at_first_empty_line(to_text(data, "the receipt"), "the receipt")
        lines = to_lines(head, "the receipt")
        if lines[0] != "c2sp.org/tlog-proof@v1":
            raise Unreadable("not a receipt: its first line is another one")
        if len(lines) < 3 or not lines[1].startswith("extra ") or not lines[2].startswith("index "):
            raise Unreadable("the receipt does not carry its leaf and index")
        extra = to_text_of_leaf(from_base64(lines[1][6:], "the receipt's leaf"))
        self.index = to_number(lines[2][6:], "the index")
        self.hashes = [to_hash(line, "a hash of the proof") for line in lines[3:]]
        if len(self.hashes) > MOST_HASHES:
            raise Unreadable("the proof has more hashes than any tree")
        fields_end = extra.find("\n\n")
        leaf_end = extra.find("\n\n", fields_end + 2) if fields_end >= 0 else -1
        self.leaf, openings = (extra, "") if leaf_end < 0 else (extra[: leaf_end + 1], extra[leaf_end + 2 :])
        if leaf_end >= 0 and not openings:
            raise Unreadable("the receipt has an empty line and no openings")
        self.fields, commitments = parse_leaf(self.leaf)
        self.openings = parse_openings(openings, commitments)


def to_text_of_leaf(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("the receipt's leaf is not text") from None


class Continuation:
    """A later checkpoint with the proof that it continues an earlier one."""

    def __init__(self, data):
        head, self.checkpoint = at_first_empty_line(to_text(data, "the later checkpoint"), "the later checkpoint")
        first, *proof = to_lines(head, "the later checkpoint")
        if not first.startswith("old "):
            raise Unreadable("the later checkpoint does not begin with the size that it continues")
        self.old = to_number(first[4:], "the earlier size")
        self.proof = [to_hash(line, "a hash of the proof") for line in proof]
        if len(self.proof) > MOST_HASHES:
            raise Unreadable("the proof has more hashes than any tree")


# --- a whole log -----------------------------------------------------------------------------------------------------------------


def in_groups(number):
    """As paths have it: 1234067 is x001/x234/067."""
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03}")
    return "/".join(groups)


class Missing(Unreadable):
    """Something is not there."""


class Served:
    """What is served under a log's address, or lies in a folder as it would be."""

    def __init__(self, where):
        self.where = where

    def read(self, path, most=MOST_BYTES):
        try:
            if re.match(r"https?://", self.where):
                with urllib.request.urlopen(f"{self.where.rstrip('/')}/{path}", timeout=60) as answer:
                    data = answer.read(most + 1)
            else:
                with (Path(self.where) / path).open("rb") as file:
                    data = file.read(most + 1)
        except (FileNotFoundError, urllib.error.HTTPError) as error:
            raise Missing(f"the log's {path} cannot be had: {error}") from None
        except http.client.HTTPException as error:
            raise Unreadable(f"the log's {path} does not come whole: {error}") from None
        if len(data) > most:
            raise Unreadable(f"the log's {path} is over {most} bytes")
        return data

    def part(self, level, index, width, most):
        """A tile's bytes, or more of them: a partial one may be gone once the full one is there."""
        full = f"tile/{level}/{in_groups(index)}"
        if width == WIDTH:
            return self.read(full, most)
        try:
            return self.read(f"{full}.p/{width}", most)
        except Missing:
            return self.read(full, most)

    def hashes(self, level, index, width):
        data = self.part(level, index, width, 32 * WIDTH)
        if len(data) % 32 or len(data) < 32 * width:
            raise Unreadable(f"the tile {index} of level {level} does not have {width} hashes")
        return [data[at : at + 32] for at in range(0, 32 * width, 32)]

    def leaves(self, index, width):
        data, at = self.part("entries", index, width, MOST_BUNDLE_BYTES), 0
        for _ in range(width):
            end = at + 2 + int.from_bytes(data[at : at + 2], "big")
            if at + 2 > len(data) or end > len(data):
                raise Unreadable(f"the leaves from {index * WIDTH} on are not {width}")
            yield data[at + 2 : end]
            at = end


class WholeLog:
    """Every leaf of a log, verified against every hash that it serves and against its checkpoint."""

    def __init__(self, served, log_keys, witnesses):
        self.checkpoint = Checkpoint(to_text(served.read("checkpoint"), "the checkpoint"), log_keys, witnesses)
        self.size = self.checkpoint.size
        # Of each case the number of its newest event and that one's place.
        self.cases = {}
        # Of each case that lacks one, what was seen first.
        self.broken = {}
        # At each height the hashes of the whole subtrees, from the left.
        self.subtrees = [[]]
        for start in range(0, self.size, WIDTH):
            width = min(WIDTH, self.size - start)
            stated = served.hashes(0, start // WIDTH, width)
            for place, leaf in enumerate(served.leaves(start // WIDTH, width), start):
                if leaf_hash(leaf) != stated[place - start]:
                    raise Refuted(f"leaf {place} is not what the log's tile has at its place")
                self.read(place, leaf)
                self.grow(stated[place - start])
        self.check_tiles(served)
        if self.root(self.size) != self.checkpoint.root:
            raise Refuted("the leaves do not lead to the root of the checkpoint")

    def read(self, place, leaf):
        """Each event of a case names the place of the one before it."""
        try:
            fields, _ = parse_leaf(to_text_of_leaf(leaf))
        except Unreadable as error:
            raise Unreadable(f"leaf {place}: {error}") from None
        if "case" not in fields:
            return
        event = to_number(fields.get("event", ""), f"the event of leaf {place}")
        case = fields["case"]
        last, before = self.cases.get(case, (0, "-"))
        if event != last + 1 or fields.get("previous") != str(before):
            self.broken.setdefault(case, f"leaf {place} says event {event} of case {case}, of which the log has {last} before it")
        self.cases[case] = (event, place)

    def grow(self, hash_):
        height = 0
        self.subtrees[0].append(hash_)
        while len(self.subtrees[height]) % 2 == 0:
            hash_ = node_hash(*self.subtrees[height][-2:])
            height += 1
            if height == len(self.subtrees):
                self.subtrees.append([])
            self.subtrees[height].append(hash_)

    def check_tiles(self, served):
        """Those of the leaves' own hashes have been looked at with the leaves."""
        for level in range(1, (len(self.subtrees) + 7) // 8):
            own = self.subtrees[8 * level]
            for start in range(0, len(own), WIDTH):
                expected = own[start : start + WIDTH]
                if served.hashes(level, start // WIDTH, len(expected)) != expected:
                    raise Refuted(f"tile {start // WIDTH} of level {level} is not that of the leaves")

    def root(self, size):
        """The root of the first leaves: of the whole subtrees that they are, from the right."""
        found, height = None, 0
        while size:
            if size % 2:
                left = self.subtrees[height][size - 1]
                found = left if found is None else node_hash(left, found)
            size, height = size // 2, height + 1
        return hashlib.sha256(b"").digest() if found is None else found

    def check_continues(self, at):
        if at.origin != self.checkpoint.origin:
            raise Refuted(f"the log is {self.checkpoint.origin}, and the receipt is of {at.origin}")
        if at.size > self.size:
            raise Refuted(f"a tree of {self.size} leaves does not continue one of {at.size}")
        if self.root(at.size) != at.root:
            raise Refuted("what was logged has been changed")

    def told(self):
        yield f"whole: all {self.size} leaves of {self.checkpoint.origin} lead to its checkpoint; {witnessed(self.checkpoint)}"
        if not self.broken:
            yield f"whole: each of {len(self.cases)} cases has all its events, up to the last that was logged"
        for said in self.broken.values():
            yield f"refuted: {said}"


# --- what is proven ------------------------------------------------------------------------------------------------------------


def witnessed(checkpoint):
    if not checkpoint.of:
        return "no witness was given to look for"
    times = {
        name: datetime.fromtimestamp(seconds, timezone.utc).isoformat() if seconds < 2**37 else str(seconds)
        for name, seconds in checkpoint.witnesses
    }
    signed = ", ".join(f"{name} at {time}" for name, time in times.items())
    return f"witnessed by {len(times)} of {checkpoint.of}" + (f": {signed}" if signed else "")


def verify(receipt, log_keys, witnesses, later, log=None):
    at = Checkpoint(receipt.checkpoint, log_keys, witnesses)
    check_inclusion(leaf_hash(receipt.leaf.encode()), receipt.index, at.size, receipt.hashes, at.root)
    yield f"logged: leaf {receipt.index} of {at.origin} was there when it had {at.size}; {witnessed(at)}"
    for key, value in receipt.fields.items():
        yield f"  {key} {value}"
    for name, payload in receipt.openings.items():
        said = "its salt alone is in the receipt" if payload is None else payload.decode("utf-8", "backslashreplace")
        yield f"  {name}: {said}"
    if log is not None:
        log.check_continues(at)
        yield f"unchanged: until the log had {log.size} leaves, the first {at.size} were as then; {witnessed(log.checkpoint)}"
        return
    if later is None:
        yield "not shown: that nothing was changed since; that needs a later checkpoint (--later)"
        return
    new = Checkpoint(later.checkpoint, log_keys, witnesses)
    if new.origin != at.origin:
        raise Refuted(f"the later checkpoint is of {new.origin}")
    if later.old != at.size:
        raise Refuted(f"the later checkpoint continues {later.old} leaves, and the receipt's has {at.size}")
    check_consistency(at.size, at.root, new.size, new.root, later.proof)
    yield f"unchanged: until the log had {new.size} leaves, the first {at.size} were as then; {witnessed(new)}"


def chains(receipts):
    """Of each case whether its receipts are all of its events up to the last of them: each leaf names the place of the one before.

    Yields whether the receipts can all be true, and what is to be said."""
    cases = {}
    for receipt in receipts:
        if "case" in receipt.fields:
            event = to_number(receipt.fields.get("event", ""), "the number of an event")
            before = receipt.fields.get("previous", "")
            before = None if before == "-" else to_number(before, "the place of the event before")
            cases.setdefault(receipt.fields["case"], set()).add((event, receipt.index, before))
    for case, links in cases.items():
        # One alone says what came before it, and no more.
        if len(links) < 2:
            continue
        missing, last, place = [], 0, None
        for event, index, before in sorted(links, key=lambda link: link[:2]):
            if before is None:
                good = event == 1 and last == 0
            elif event == last + 1:
                good = before == place and before < index
            else:
                good = event > last + 1 and (place is None or before > place) and before < index
            if not good:
                yield False, f"refuted: the receipts of case {case} contradict each other at event {event}"
                break
            missing += range(last + 1, event)
            last, place = event, index
        else:
            if missing:
                yield True, f"not shown: all events of case {case} up to event {last}; no receipt of {', '.join(map(str, missing))}"
            else:
                yield True, f"whole: these are all events of case {case} up to event {last}"


def limit(log_keys, text):
    for line in to_lines(text, "the list of keys"):
        match = re.fullmatch(r"(\S+) (\S+) (\S+)", line)
        if not match:
            raise Unreadable("a line of the list of keys is not two sizes and a key")
        for key in log_keys:
            if key.text == match[3]:
                key.first = to_number(match[1], "a first size")
                key.last = None if match[2] == "-" else to_number(match[2], "a last size")


def follow(log_keys, handovers):
    """Adds the keys to which handovers lead, each by a key that is known by then, in any order."""
    while handovers:
        for handover in handovers:
            fields = handover.fields
            if fields.get("type") != "key":
                raise Unreadable("a handover's leaf names no key")
            new = Key(fields.get("key", ""), NOTE)
            try:
                at = Checkpoint(handover.checkpoint, log_keys, [])
                check_inclusion(leaf_hash(handover.leaf.encode()), handover.index, at.size, handover.hashes, at.root)
            except Refuted:
                continue
            if new.name != at.origin:
                raise Refuted(f"the log of {at.origin} names a key of {new.name}")
            known = next((key for key in log_keys if key.text == new.text), None)
            if known is None:
                log_keys.append(known := new)
            known.first = max(known.first, to_number(fields.get("from", ""), "the key's first size"))
            handovers.remove(handover)
            break
        else:
            raise Refuted("a handover is not signed by a key that was given or that another one names")


def main():
    parser = argparse.ArgumentParser(description="Verifies receipts of a Huying log, and whole logs.")
    parser.add_argument("receipt", nargs="*")
    parser.add_argument("--log", metavar="WHERE", help="a whole log: a folder or an address")
    parser.add_argument("--key", action="append", required=True, metavar="VKEY", help="a public key of the log")
    parser.add_argument("--handover", action="append", default=[], metavar="FILE", help="a receipt that names the next key")
    parser.add_argument("--keys", metavar="FILE", help="the log's list of keys")
    parser.add_argument("--witness", action="append", default=[], metavar="VKEY", help="a witness's public key")
    parser.add_argument("--later", metavar="FILE", help="a later checkpoint with its proof")
    options = parser.parse_args()
    if not options.receipt and not options.log:
        parser.error("a receipt or --log is needed")
    if options.later and options.log:
        parser.error("--log is a later checkpoint already: no --later with it")

    def read(path):
        with open(path, "rb") as file:
            return file.read(MOST_BYTES + 1)

    try:
        log_keys = [Key(text, NOTE) for text in options.key]
        witnesses = [Key(text, COSIGNATURE) for text in options.witness]
        follow(log_keys, [Receipt(read(path)) for path in options.handover])
        if options.keys:
            limit(log_keys, to_text(read(options.keys), "the list of keys"))
        later = Continuation(read(options.later)) if options.later else None
        log = WholeLog(Served(options.log), log_keys, witnesses) if options.log else None
    except Refuted as error:
        print(f"refuted: {error}")
        return 1
    except (Unreadable, OSError) as error:
        print(f"unreadable: {error}")
        return 2
    worst, proven = 0, []
    if log:
        print("\n".join(log.told()))
        worst = 1 if log.broken else 0
    for path in options.receipt:
        if len(options.receipt) > 1:
            print(f"{path}:")
        try:
            receipt = Receipt(read(path))
            print("\n".join(list(verify(receipt, log_keys, witnesses, later, log))))
            proven.append(receipt)
        except Refuted as error:
            print(f"refuted: {error}")
            worst = max(worst, 1)
        except (Unreadable, OSError) as error:
            print(f"unreadable: {error}")
            worst = 2
    if len(options.receipt) > 1:
        try:
            for good, said in chains(proven):
                print(said)
                worst = worst if good else max(worst, 1)
        except Unreadable as error:
            print(f"unreadable: {error}")
            worst = 2
    return worst


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main())
