package dev.concierge.sandbox.http;

/** Answers one kind of request. May throw {@link BadRequest}. */
@FunctionalInterface
public interface Handler {
    Answer handle(Request request);
}
