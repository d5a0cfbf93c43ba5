package dev.concierge.server.web;

import dev.concierge.server.identity.web.EnrolView;
import dev.concierge.server.identity.web.FactorsView;
import dev.concierge.server.identity.web.OneButtonView;
import dev.concierge.server.identity.web.PasskeyAddView;
import dev.concierge.server.identity.web.ProveView;
import dev.concierge.server.identity.web.QrPicture;
import dev.concierge.server.identity.web.RecoveryCodesView;
import dev.concierge.server.identity.web.SecondView;
import dev.concierge.server.identity.web.SecurityView;
import dev.concierge.server.identity.web.SecurityView.State;
import dev.concierge.server.identity.web.SignInButton;
import dev.concierge.server.identity.web.SignInView;
import dev.concierge.server.identity.web.SignUpView;
import dev.concierge.server.identity.web.SignUpView.Policy;
import dev.concierge.server.web.FreshProof.Asked;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signing in, signing up, and the security page. */
final class IdentitySamples {
    private final Samples samples;

    IdentitySamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        return List.of(
                signIn("sign-in", "", null, null, true),
                signIn(
                        "sign-in-refused",
                        "linh.tran@meridian.example",
                        "That e-mail and password don’t match.",
                        null,
                        true),
                signIn("sign-in-after", "", null, "You are signed out.", false),
                signUp("sign-up", Policy.OPEN, null),
                signUp("sign-up-refused", Policy.OPEN, "This password is on every list that attackers try first."),
                signUp("sign-up-domains", Policy.DOMAINS, null),
                button("one-button", null),
                button("button-leaving", URI.create("https://accounts.example/authorize?state=x")),
                signUp("sign-up-invite", Policy.INVITE, null),
                signUp("sign-up-closed", Policy.CLOSED, null),
                second("second", SecondView.State.CODE, null),
                second(
                        "second-refused",
                        SecondView.State.CODE,
                        "That code does not fit, or was used already. Wait for the next one."),
                second("second-recovery", SecondView.State.RECOVERY, null),
                second(
                        "second-passkey",
                        SecondView.State.PASSKEY,
                        "That passkey was refused. Try again, or use another way."),
                passkey(),
                prove("prove-passkey", Asked.PASSKEY, null, null),
                prove(
                        "prove-code-or-passkey",
                        Asked.CODE_OR_PASSKEY,
                        null,
                        "That code does not fit, or was used already."),
                second("second-enrol", SecondView.State.ENROL, null),
                second("second-sign-in-again", SecondView.State.SIGN_IN_AGAIN, null),
                enrol("enrol", null, null),
                enrol("enrol-refused", "/security#factors", "That code does not fit. Write the one it shows now."),
                codes(),
                prove("prove-code", Asked.CODE, null, null),
                prove("prove-password", Asked.PASSWORD, null, "That is not your password."),
                prove("prove-sign-in", Asked.SIGN_IN_AGAIN, "/login/link", null),
                security("security-first", List.of(), null, form(false, null)),
                security("security", keys(), null, form(true, null)),
                security("security", keys(), null, form(true, null)).opening("#new-key > summary"),
                security("security-refused", keys(), null, form(true, "That is not your password.")),
                security("security-new-key", keys(), newKey(), form(false, null)),
                security(
                        "security-code",
                        keys(),
                        null,
                        form(Asked.CODE, "That code does not fit, or was used already.")),
                security(
                        "security-address",
                        new SecurityView.AddressForm(
                                true,
                                true,
                                null,
                                samples.foreign("linh@new-home.example"),
                                "Write one e-mail address, like anna@example.org.",
                                "That is not your password."),
                        form(true, null)),
                security(
                        "security-address-asked",
                        new SecurityView.AddressForm(
                                true,
                                true,
                                "A link is on its way to " + samples.foreign("linh@new-home.example")
                                        + ". Open it in this browser within the hour.",
                                "",
                                null,
                                null),
                        form(false, null)),
                security(
                        "security-no-mail",
                        new SecurityView.AddressForm(false, false, null, "", null, null),
                        form(false, null)));
    }

    private Sample signIn(
            String name, String email, @Nullable String error, @Nullable String notice, boolean signUpOpen) {
        return new Sample(
                name,
                "identity/sign-in",
                new SignInView(
                        email.isEmpty() ? "" : samples.foreign(email), error, notice, "/", buttons(), true, signUpOpen),
                samples.outside("/login"));
    }

    private static List<SignInButton> buttons() {
        return List.of(
                new SignInButton("google", new Mark("Google", "google")),
                new SignInButton("github", new Mark("GitHub", "github")),
                new SignInButton("microsoft", new Mark("Microsoft", "microsoft")),
                new SignInButton("acme", new Mark("Acme corp", null)));
    }

    private Sample button(String name, @Nullable URI provider) {
        return new Sample(
                name,
                "identity/one-button",
                new OneButtonView(buttons().getFirst(), "/", provider, provider == null ? null : Samples.ago(-600)),
                samples.outside("/auth/login/google"));
    }

    private Sample signUp(String name, Policy policy, @Nullable String error) {
        String typed = error == null ? "" : samples.foreign("Linh Tran");
        return new Sample(
                name,
                "identity/sign-up",
                new SignUpView(
                        policy,
                        policy == Policy.OPEN || policy == Policy.DOMAINS ? buttons() : List.of(),
                        policy == Policy.DOMAINS ? "meridian.example" : "",
                        typed,
                        typed,
                        null,
                        error == null ? null : "That is not an e-mail address.",
                        error,
                        null,
                        "/",
                        12),
                samples.outside("/signup"));
    }

    private Sample security(
            String name, List<SecurityView.Key> keys, SecurityView.@Nullable NewKey newKey, SecurityView.KeyForm form) {
        return security(
                name, new SecurityView.AddressForm(!keys.isEmpty(), true, null, "", null, null), keys, newKey, form);
    }

    private Sample security(String name, SecurityView.AddressForm address, SecurityView.KeyForm form) {
        return security(name, address, List.of(), null, form);
    }

    private Sample security(
            String name,
            SecurityView.AddressForm address,
            List<SecurityView.Key> keys,
            SecurityView.@Nullable NewKey newKey,
            SecurityView.KeyForm form) {
        SecurityView view = new SecurityView(
                samples.foreign("linh.tran@meridian.example"),
                address,
                Instant.parse("2026-09-02T08:00:00Z"),
                List.of(new SecurityView.Way(
                        Samples.id(70),
                        new Mark("Google", "google"),
                        samples.foreign("linh@home.example"),
                        Samples.ago(90_000),
                        Samples.ago(120),
                        "you had just signed in, and both had confirmed the address")),
                buttons().subList(1, 3),
                factors(keys.isEmpty()),
                keys.isEmpty() ? 0 : 3,
                keys.isEmpty() ? null : Samples.ago(300),
                List.of(
                        session(10, "Firefox on macOS", "203.0.113.24", 3, true),
                        session(11, "Safari on iPhone", "198.51.100.7", 40, false),
                        session(12, "Chrome on Windows", "2001:db8:85a3::8a2e:370:7334", 13_000, false)),
                keys,
                newKey,
                form);
        return new Sample(name, "identity/security", view, samples.inside("/security"));
    }

    private FactorsView factors(boolean none) {
        if (none) {
            return new FactorsView(List.of(), true, List.of(), true, false, 0, 10, List.of());
        }
        return new FactorsView(
                List.of(
                        new FactorsView.Passkey(
                                Samples.id(60), samples.foreign("Laptop"), false, Samples.ago(80_000), Samples.ago(8)),
                        new FactorsView.Passkey(
                                Samples.id(61),
                                samples.foreign("Password manager"),
                                true,
                                Samples.ago(70_000),
                                Samples.ago(9_000))),
                true,
                List.of(
                        new FactorsView.Authenticator(
                                Samples.id(40), samples.foreign("Phone"), Samples.ago(120_000), Samples.ago(3)),
                        new FactorsView.Authenticator(
                                Samples.id(41),
                                samples.foreign("Old tablet"),
                                Samples.ago(90_000),
                                Samples.ago(40_000))),
                true,
                true,
                2,
                10,
                List.of(
                        new FactorsView.News(
                                Samples.id(50),
                                "Your account was unlocked.",
                                "Whoever runs this installation lifted the limits on signing in to it.",
                                Samples.ago(90)),
                        new FactorsView.News(
                                Samples.id(51),
                                "The second factors of " + samples.foreign("anna@meridian.example") + " were removed.",
                                "It was done at the server’s command line. If nobody of you asked for it, look at who can reach the server.",
                                Samples.ago(4000))));
    }

    private Sample second(String name, SecondView.State state, @Nullable String error) {
        List<SecondView.Way> ways = switch (state) {
            case CODE -> List.of(new SecondView.Way("recovery", "Recovery code"));
            case PASSKEY ->
                List.of(
                        new SecondView.Way("app", "Code from your authenticator app"),
                        new SecondView.Way("recovery", "Recovery code"));
            case RECOVERY -> List.of(new SecondView.Way("app", "Code from your authenticator app"));
            case ENROL, SIGN_IN_AGAIN -> List.of();
        };
        return new Sample(
                name,
                "identity/second",
                new SecondView(state, ways, "/integrations?x=y", true, error),
                samples.outside("/login/second"));
    }

    private Sample enrol(String name, @Nullable String back, @Nullable String error) {
        return new Sample(
                name,
                "identity/enrol",
                new EnrolView(
                        Samples.id(42),
                        QrPicture.of(
                                "otpauth://totp/Concierge%20at%20localhost:linh%40home.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Concierge%20at%20localhost&algorithm=SHA1&digits=6&period=30"),
                        "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ",
                        new EnrolView.Form(
                                "/security/factors/confirm",
                                "/",
                                back,
                                error == null ? "" : samples.foreign("Phone"),
                                error)),
                samples.outside("/security/factors"));
    }

    private Sample passkey() {
        return new Sample(
                "passkey-add",
                "identity/passkey-add",
                new PasskeyAddView(
                        "{\"challenge\":\"AAAA\"}",
                        "/security/passkeys/add",
                        "/security#passkeys",
                        "/security#passkeys",
                        "That passkey could not be added."),
                samples.outside("/security/passkeys"));
    }

    private Sample codes() {
        return new Sample(
                "recovery-codes",
                "identity/recovery-codes",
                new RecoveryCodesView(Collections.nCopies(10, "0123-4567-89AB-CDEF-GHJK-MNPQ"), "/security#factors"),
                samples.outside("/login/second/confirm"));
    }

    private Sample prove(String name, Asked asked, @Nullable String again, @Nullable String error) {
        return new Sample(
                name,
                "identity/prove",
                new ProveView(
                        "Sign out everywhere else",
                        "/security/sessions/end-others",
                        "/security",
                        Map.of(),
                        asked,
                        again,
                        error),
                samples.outside("/security/sessions/end-others"));
    }

    private SecurityView.Session session(int id, String device, String address, long minutes, boolean current) {
        return new SecurityView.Session(
                Samples.id(id),
                samples.foreign(device),
                address,
                Samples.ago(minutes + 300),
                Samples.ago(minutes),
                current);
    }

    private List<SecurityView.Key> keys() {
        return List.of(
                key(20, "ferry-prices", null, Samples.in(132_000), State.ACTIVE),
                key(21, "trip-planner", Samples.ago(2), Samples.in(240_000), State.ACTIVE),
                key(22, "nightly-report", Samples.ago(700), Samples.in(13_000), State.ENDING),
                key(23, "old-laptop", Samples.ago(90_000), Samples.in(13_000), State.REVOKED));
    }

    private SecurityView.Key key(int id, String name, @Nullable Instant used, Instant ends, State state) {
        return new SecurityView.Key(
                Samples.id(id),
                samples.foreign(name),
                "ck_4tR8vYp2",
                scopes().subList(0, 2),
                Samples.ago(100_000),
                ends,
                used,
                state);
    }

    private SecurityView.NewKey newKey() {
        return new SecurityView.NewKey(
                samples.foreign("ferry-prices"), "ck_4tR8vYp2mWq6LzXc1NbK7sJd0aHe3uGf5iOo9PQrSt", """
                curl http://localhost:8080/api/v1/oauth/integrations/019a9f4e-6c1b-7d20-9b51-000000000031/token?minTtl=PT5M \\
                     -H "Authorization: Bearer $CONCIERGE_KEY"\
                """);
    }

    private SecurityView.KeyForm form(boolean askPassword, @Nullable String error) {
        return form(askPassword ? Asked.PASSWORD : Asked.NOTHING, error);
    }

    private SecurityView.KeyForm form(Asked asked, @Nullable String error) {
        return new SecurityView.KeyForm(
                error == null ? "" : samples.foreign("ferry-prices"),
                scopes(),
                90,
                List.of(7, 30, 90, 180, 365),
                asked,
                null,
                null,
                error == null ? null : "Choose at least one.",
                null,
                error);
    }

    private static List<SecurityView.Scope> scopes() {
        return List.of(
                new SecurityView.Scope("tokens:vend", "Take tokens", true),
                new SecurityView.Scope("integrations:read", "See what is connected", false),
                new SecurityView.Scope("integrations:write", "Connect, sync and disconnect", false));
    }
}
