package dev.concierge.server.identity.web;

import dev.concierge.server.identity.AccountNotices;
import dev.concierge.server.identity.Authenticators;
import dev.concierge.server.identity.Passkeys;
import dev.concierge.server.identity.RecoveryCodes;
import dev.concierge.server.identity.SecondStep;
import dev.concierge.server.web.Caller;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Gathers what pages show of second factors. */
@Component
@ConditionalOnWebApplication
class FactorViews {
    private final Passkeys passkeys;
    private final Authenticators authenticators;
    private final RecoveryCodes codes;
    private final SecondStep second;
    private final AccountNotices notices;

    FactorViews(
            Passkeys passkeys,
            Authenticators authenticators,
            RecoveryCodes codes,
            SecondStep second,
            AccountNotices notices) {
        this.passkeys = passkeys;
        this.authenticators = authenticators;
        this.codes = codes;
        this.second = second;
        this.notices = notices;
    }

    FactorsView of(Caller.Person person) {
        List<FactorsView.Authenticator> own = authenticators.own(person).stream()
                .map(one -> new FactorsView.Authenticator(one.id(), one.name(), one.addedAt(), one.usedAt()))
                .toList();
        List<FactorsView.Passkey> keys = passkeys.own(person).stream()
                .map(one -> new FactorsView.Passkey(one.id(), one.name(), one.backedUp(), one.addedAt(), one.usedAt()))
                .toList();
        return new FactorsView(
                keys,
                passkeys.offered() && keys.size() < Passkeys.MOST,
                own,
                own.size() < Authenticators.MOST,
                second.isNeeded(person),
                codes.left(person),
                RecoveryCodes.SET,
                notices.unread(person).stream().map(FactorViews::news).toList());
    }

    private static FactorsView.News news(AccountNotices.Unread unread) {
        String about = Objects.requireNonNullElse(unread.about(), "");
        return switch (unread.kind()) {
            case FACTORS_RESET ->
                news(
                        unread,
                        "Your second factors were removed.",
                        "Whoever runs this installation did it, and signed you out everywhere. Set up a new one.");
            case UNLOCKED ->
                news(
                        unread,
                        "Your account was unlocked.",
                        "Whoever runs this installation lifted the limits on signing in to it.");
            case OTHERS_FACTORS_RESET ->
                news(
                        unread,
                        "The second factors of " + about + " were removed.",
                        "It was done at the server’s command line. If nobody of you asked for it, look at who can reach the server.");
            case OTHER_UNLOCKED ->
                news(
                        unread,
                        "The account of " + about + " was unlocked.",
                        "It was done at the server’s command line. If nobody of you asked for it, look at who can reach the server.");
        };
    }

    private static FactorsView.News news(AccountNotices.Unread unread, String lead, String text) {
        return new FactorsView.News(unread.id(), lead, text, unread.at());
    }

    /**
     * The page on which an authenticator is set up.
     *
     * @param form where its form goes
     */
    static ModelAndView enrol(Authenticators.Pending pending, EnrolView.Form form) {
        return new ModelAndView(
                "identity/enrol",
                "view",
                new EnrolView(
                        pending.id(),
                        QrPicture.of(pending.uri()),
                        pending.seed().base32().replaceAll("(.{4})(?!$)", "$1 "),
                        form));
    }

    /**
     * The page that shows codes, this once.
     *
     * @param next where to go on
     */
    static ModelAndView codes(List<String> codes, String next) {
        return new ModelAndView("identity/recovery-codes", "view", new RecoveryCodesView(codes, next));
    }
}
