package dev.concierge.sandbox.google;

import dev.concierge.sandbox.http.Answer;
import java.util.function.Supplier;

/** Ends the reading of a request to an API with the answer that refuses it. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Answer answer;

    public Refusal(Answer answer) {
        super(answer.outcome(), null, false, false);
        this.answer = answer;
    }

    /** What a body answers, or the answer that refuses it. */
    public static Answer or(Supplier<Answer> body) {
        try {
            return body.get();
        } catch (Refusal refusal) {
            return refusal.answer();
        }
    }

    Answer answer() {
        return answer;
    }
}
