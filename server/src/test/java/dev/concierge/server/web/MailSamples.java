package dev.concierge.server.web;

import dev.concierge.server.identity.web.ForgotView;
import dev.concierge.server.identity.web.ForgotView.Kind;
import dev.concierge.server.identity.web.ForgotView.State;
import dev.concierge.server.identity.web.LinkView;
import dev.concierge.server.mail.Letter;
import dev.concierge.server.mail.Outbox;
import dev.concierge.server.mail.web.OutboxView;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people meet around mails: asking for a link, opening one, and the outbox of a demo. */
final class MailSamples {
    private static final String TOKEN = "4tR8vYp2mWq6LzXc1NbK7sJd0aHe3uGf5iOo9PQrStU";

    private final Samples samples;

    MailSamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        return List.of(
                forgot("forgot", Kind.RESET, null, null, State.FORM),
                forgot(
                        "forgot-refused",
                        Kind.RESET,
                        "Write one e-mail address, like anna@example.org.",
                        null,
                        State.FORM),
                forgot(
                        "forgot-throttled",
                        Kind.RESET,
                        null,
                        "That was asked for often just now. Look into the mailbox first, and into its spam folder; or ask again in 10 minutes.",
                        State.FORM),
                forgot("forgot-asked", Kind.RESET, null, null, State.ASKED),
                forgot("forgot-no-mail", Kind.RESET, null, null, State.NO_MAIL),
                forgot("login-link", Kind.SIGN_IN, null, null, State.FORM),
                forgot("login-link-asked", Kind.SIGN_IN, null, null, State.ASKED),
                link(
                        "link-reset",
                        password(null),
                        true,
                        "Choose a new password",
                        "Afterwards every device is signed out, and you sign in with the new one."),
                link(
                        "link-reset-refused",
                        password("Many people use this one or one like it, so it is tried early. Choose another."),
                        true,
                        "Choose a new password",
                        "Afterwards every device is signed out, and you sign in with the new one."),
                link(
                        "link-over",
                        null,
                        false,
                        "This link is over",
                        "It worked once, for 30 minutes, until a newer one was sent, or until your password or address changed. Nothing was changed by it now.",
                        Action.link("Ask for a new link", "/forgot"),
                        Action.link("Sign in", "/login")),
                link(
                        "link-change",
                        new LinkView.Form("Use this address", false, null, 12),
                        true,
                        "Use your new e-mail address",
                        "You sign in with " + samples.foreign("linh@new-home.example")
                                + " from now on. Your old address is told, and can take it back for 72 hours.",
                        Action.link("Keep the old one", "/security")),
                link(
                        "link-sign-in",
                        new LinkView.Form("Sign in", false, null, 12),
                        true,
                        "Sign in",
                        "You asked for this link in this browser. One press and you are in."),
                outbox("outbox-empty", List.of(), null),
                outbox("outbox", List.of(kept(1, reset()), kept(2, verify())), null),
                outbox("outbox-mail", List.of(kept(1, reset())), kept(1, reset())));
    }

    private Sample forgot(String name, Kind kind, @Nullable String emailError, @Nullable String error, State state) {
        String typed = emailError == null && error == null ? "" : samples.foreign("linh.tran@meridian.example");
        return new Sample(
                name,
                "identity/forgot",
                new ForgotView(kind, typed, emailError, error, state),
                samples.outside("/forgot"));
    }

    private Sample link(
            String name, LinkView.@Nullable Form form, boolean good, String title, String line, Action... next) {
        return new Sample(
                name,
                "identity/link",
                new LinkView(title, List.of(line), good, form, List.of(next)),
                samples.outside("/link"));
    }

    private static LinkView.Form password(@Nullable String fault) {
        return new LinkView.Form("Set password", true, fault, 12);
    }

    private Sample outbox(String name, List<Outbox.Kept> mails, Outbox.@Nullable Kept open) {
        return new Sample(name, "mail/outbox", new OutboxView(mails, open), samples.outside("/outbox"));
    }

    private Outbox.Kept kept(int number, Letter letter) {
        return new Outbox.Kept(
                Samples.id(number), samples.foreign("linh.tran@meridian.example"), Samples.ago(3L * number), letter);
    }

    private static Letter reset() {
        return new Letter(
                "Choose a new password",
                "Choose a new password",
                List.of("Somebody, we hope you, asked for a new password for your account at localhost:8080."),
                new Letter.Link("Choose a new password", URI.create("http://localhost:8080/link/reset/" + TOKEN)),
                List.of(
                        "The link works once, for 30 minutes, in any browser.",
                        "If it was somebody else, do nothing. Your password stays as it is."));
    }

    private static Letter verify() {
        return new Letter(
                "Confirm your e-mail address",
                "Confirm your e-mail address",
                List.of("An account was made with this address at localhost:8080."),
                new Letter.Link("Confirm this address", URI.create("http://localhost:8080/link/verify/" + TOKEN)),
                List.of("The link works once, for 24 hours, after you sign in."));
    }
}
