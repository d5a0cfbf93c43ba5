package dev.concierge.server.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests that a well-behaved client would not send, byte by byte. */
final class RawHttp {
    /** What came back. */
    record Answer(int status, String text) {
        String header(String name) {
            return text.lines()
                    .takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private RawHttp() {}

    /** A GET under another Host, with the session cookie of a browser. */
    static Answer get(URI server, String path, String host, FormBrowser browser) {
        return send(
                server,
                "GET " + path + " HTTP/1.1",
                "Host: " + host,
                "Accept: text/html",
                "Cookie: " + SessionCookie.NAME + "=" + browser.cookie(SessionCookie.NAME));
    }

    /** Sends the lines as they are, and closes. */
    static Answer send(URI server, String... lines) {
        try (Socket socket = new Socket("localhost", server.getPort())) {
            socket.setSoTimeout(20_000);
            String head = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(text.length() < 12 ? 0 : Integer.parseInt(text.substring(9, 12)), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
