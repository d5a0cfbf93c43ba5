package dev.concierge.server.identity.web;

import dev.concierge.server.identity.ProviderSignInOutcome.Why;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a sign-in through a provider came to nothing; the word stands in the address of the sign-in page, the sentence does not. */
final class Stops {
    private Stops() {}

    /** The sign-in page that says why. */
    static String loginPath(Why why) {
        return "/login?problem=" + word(why);
    }

    /** What the page says; null without a word, or with one that is not ours. */
    static @Nullable String sentence(@Nullable String word) {
        return Arrays.stream(Why.values())
                .filter(why -> word(why).equals(word))
                .map(Stops::sentence)
                .findFirst()
                .orElse(null);
    }

    private static String word(Why why) {
        return why.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String sentence(Why why) {
        return switch (why) {
            case REFUSED ->
                "That sign-in could not be used. Begin again, in this browser, and finish within ten minutes. If it goes on like this, ask your administrator.";
            case DENIED -> "You said no there, so nobody was signed in. You can begin again whenever you like.";
            case PROVIDER_REFUSED -> "The provider did not let you through. Nothing was changed; begin again.";
            case PROVIDER_UNAVAILABLE ->
                "The provider does not answer just now. Try again in a moment, or sign in another way.";
            case MISCONFIGURED ->
                "Signing in that way is not set up right here. An administrator must look at it; sign in another way until then.";
            case KNOWN_ADDRESS ->
                "There is an account with your address already. Sign in to it the way you did before, then add this one under Security; nothing was changed.";
            case LINK_ADDRESS ->
                "That was not added: the provider and your account must both have confirmed the same address. Look at your address under Security.";
            case LINK_TAKEN -> "That was not added: it cannot be joined to your account.";
            case NO_ADDRESS ->
                "The provider named no address that it has checked. Confirm your main address there, then begin again.";
            case NO_ACCOUNT ->
                "There is no account for you here yet, and you cannot make one this way. Ask your administrator.";
            case THROTTLED -> "That was tried too often from your network. Try again in a few minutes.";
        };
    }
}
