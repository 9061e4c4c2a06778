"""Subscribes to slots over a bare WebSocket."""

import base64
import json
import socket
import struct


class Listener:
    """Says with which code the server closed."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.file = self.socket.makefile("rb")
        self.socket.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + base64.b64encode(bytes(16)) + b"\r\n\r\n")
        while self.file.readline().strip():
            pass
        text = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "slotSubscribe"}).encode()
        self.socket.sendall(bytes([0x81, 0x80 | len(text)]) + bytes(4) + text)  # masked with zeros
        assert b"result" in self.frame()[1]

    def frame(self):
        opcode, length = self.file.read(2)
        if length == 126:
            length = struct.unpack(">H", self.file.read(2))[0]
        return opcode & 0x0f, self.file.read(length)

    def until_closed(self):
        while True:
            opcode, body = self.frame()
            if opcode == 8:
                self.socket.sendall(bytes([0x88, 0x82]) + bytes(4) + body[:2])
                self.close()
                return struct.unpack(">H", body[:2])[0]

    def close(self):
        self.file.close()
        self.socket.close()
