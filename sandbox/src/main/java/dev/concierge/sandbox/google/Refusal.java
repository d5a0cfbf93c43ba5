package dev.concierge.sandbox.google;

import dev.concierge.sandbox.http.Answer;

/** Ends the reading of a request to an API with the answer that refuses it. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Answer answer;

    Refusal(Answer answer) {
        super(answer.outcome(), null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }
}
