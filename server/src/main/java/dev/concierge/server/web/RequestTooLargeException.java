package dev.concierge.server.web;

import java.io.IOException;

/** More bytes came than a request may have. */
public final class RequestTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    RequestTooLargeException() {
        super("the request is too large");
    }
}
