package dev.concierge.server.identity;

import dev.concierge.server.mail.Letter;
import dev.concierge.server.web.PublicUrl;
import java.util.List;
import org.springframework.stereotype.Component;

/** The words of mails about API sign-ins. */
@Component
class TokenLetters {
    private final PublicUrl publicUrl;

    TokenLetters(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    Letter stolen() {
        return new Letter(
                "Somebody may have copied one of your sign-ins",
                "Somebody may have copied one of your sign-ins",
                List.of(
                        "A program signed in to your account at " + publicUrl.authority()
                                + ", and what it signed in with came a second time, from somewhere else or too late. We ended that sign-in at once, for both.",
                        "If you use such a program, sign in with it again. If this happens again, look for what else can read what it keeps."),
                new Letter.Link("Look at Security", publicUrl.resolve("/security")),
                List.of("If you use none, change your password: somebody knew it."));
    }

    /**
     * A program that was never seen with the account.
     *
     * @param at when, written out
     * @param program of a fixed list of words
     * @param network the address it came from
     */
    Letter newProgram(String at, String program, String network) {
        return new Letter(
                "A new program signed in",
                "A new program signed in",
                List.of(
                        "Somebody, we hope you, signed in to your account at " + publicUrl.authority()
                                + " with a program that was never seen there before.",
                        "When: " + at,
                        "Program: " + program,
                        "Network: " + network,
                        "If it was you, there is nothing to do."),
                new Letter.Link("Look at Security", publicUrl.resolve("/security")),
                List.of(
                        "If it was not you, somebody knows your password: end the program under Security and change the password."));
    }

    /**
     * A key was made.
     *
     * @param prefix how it begins
     * @param service whether it is a service account's
     */
    Letter keyMade(String prefix, boolean service) {
        return new Letter(
                "A new API key was made",
                "A new API key was made",
                List.of(
                        service
                                ? "A key of a service account at " + publicUrl.authority()
                                        + " was made just now by somebody signed in as you."
                                : "A key of your account at " + publicUrl.authority() + " was made just now.",
                        "It begins with " + prefix
                                + ". Whoever has it can do what was ticked for it, without signing in, until it ends."),
                new Letter.Link(
                        service ? "Look at the service accounts" : "Look at Security",
                        publicUrl.resolve(service ? "/admin/services" : "/security")),
                List.of(
                        "If it was not you, end it there at once, end the sessions that you do not know, and change your password."));
    }
}
