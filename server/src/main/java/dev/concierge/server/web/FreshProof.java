package dev.concierge.server.web;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Asks a person to prove who they are once more, before a dangerous act (J-14): by the strongest that the account has, within the last ten minutes. The
 * identity room does it; a room whose page asks knows nothing of factors.
 */
public interface FreshProof {
    /** How it ended. */
    enum Outcome {
        PROVED,
        /** The last proof is more than ten minutes old: ask for what {@link #asked} says. */
        NEEDED,
        /** There is nothing to type: only a new sign-in is a proof. */
        SIGN_IN_AGAIN,
        WRONG
    }

    /** What a form must ask for now. */
    enum Asked {
        NOTHING("", "", ""),
        PASSWORD(
                "Your password",
                "Write your password once more. You have not written it here in the last ten minutes.",
                "That is not your password."),
        /** A code of the person's authenticator app; a recovery code is taken, too. */
        CODE(
                "Code from your authenticator app",
                "Write a code of your authenticator app. The last one was more than ten minutes ago.",
                "That code does not fit, or was used already."),
        /** One of the person's passkeys, by the page's script; a recovery code is typed. */
        PASSKEY(
                "Recovery code",
                "Use your passkey once more, or write a recovery code. You did more than ten minutes ago.",
                "That recovery code does not fit, or was used already."),
        /** Either of both. */
        CODE_OR_PASSKEY(
                "Code from your authenticator app",
                "Use your passkey once more, or write a code of your authenticator app. The last one was more than ten minutes ago.",
                "That code does not fit, or was used already."),
        SIGN_IN_AGAIN("", "Sign in again first.", "Sign in again first.");

        private final String label;
        private final String needed;
        private final String wrong;

        Asked(String label, String needed, String wrong) {
            this.label = label;
            this.needed = needed;
            this.wrong = wrong;
        }

        /** Of the field; empty where there is none. */
        public String label() {
            return label;
        }

        /** Whether a form has a field for it. */
        public boolean typed() {
            return this == PASSWORD || code();
        }

        /** Whether what is typed is a code. */
        public boolean code() {
            return this == CODE || this == PASSKEY || this == CODE_OR_PASSKEY;
        }

        /** Whether a passkey does instead. */
        public boolean passkey() {
            return this == PASSKEY || this == CODE_OR_PASSKEY;
        }

        /** A sentence for the person; empty when nothing is wrong. */
        public String sentence(Outcome outcome) {
            return switch (outcome) {
                case PROVED -> "";
                case NEEDED, SIGN_IN_AGAIN -> needed;
                case WRONG -> wrong;
            };
        }
    }

    /** What would be asked for now. */
    Asked asked(Caller.Person person);

    /**
     * Decides, and proves what was typed when that is needed; the session then goes on under a new token. Without anything typed it only says what is
     * needed.
     *
     * @param typed the password, or the code where the account has a second factor
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests}
     */
    Outcome prove(
            Caller.Person person, @Nullable String typed, HttpServletRequest request, HttpServletResponse response);

    /**
     * {@link #prove} for a page.
     *
     * @return null when it is proved; otherwise a sentence for the person
     */
    default @Nullable String fault(
            Caller.Person person, @Nullable String typed, HttpServletRequest request, HttpServletResponse response) {
        Asked asked = asked(person);
        Outcome outcome = prove(person, typed, request, response);
        return outcome == Outcome.PROVED ? null : asked.sentence(outcome);
    }

    /**
     * {@link #prove} for the API.
     *
     * @throws ProblemException {@code forbidden} when it is not proved, {@code too-many-requests}
     */
    default void require(
            Caller.Person person, @Nullable String typed, HttpServletRequest request, HttpServletResponse response) {
        String fault = fault(person, typed, request, response);
        if (fault != null) {
            throw new ProblemException(ProblemType.FORBIDDEN, fault);
        }
    }
}
