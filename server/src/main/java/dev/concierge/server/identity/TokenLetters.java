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
}
