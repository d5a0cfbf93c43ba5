package dev.concierge.server.identity;

import dev.concierge.server.mail.Letter;
import dev.concierge.server.web.PublicUrl;
import dev.concierge.server.web.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * The words of this room's mails. No name that somebody gave themselves stands in them: a form that anybody can send would carry it into the mailboxes
 * of others.
 */
@Component
class AccountLetters {
    private final PublicUrl publicUrl;

    AccountLetters(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    Letter invitation(Role role, Letter.Link link) {
        return new Letter(
                "You are invited",
                "You are invited",
                List.of("An administrator of " + publicUrl.authority() + " invites you to make an account there, as "
                        + role.title().toLowerCase(Locale.ROOT) + "."),
                link,
                List.of(
                        "The link works once, for 7 days.",
                        "If you do not know what this is about, do nothing. Without you there is no account."));
    }

    Letter verify(Letter.Link link) {
        return new Letter(
                "Confirm your e-mail address",
                "Confirm your e-mail address",
                List.of("An account was made with this address at " + publicUrl.authority()
                        + ". Confirm that it is yours, so that you can always get back in."),
                link,
                List.of(
                        "The link works once, for 24 hours, after you sign in.",
                        "If you made no account, do nothing: without you the address stays unconfirmed."));
    }

    Letter taken() {
        return new Letter(
                "You have an account already",
                "You have an account already",
                List.of("Somebody tried to make an account with this address at " + publicUrl.authority()
                        + ". There is one, so nothing was changed. If it was you, sign in as you did before."),
                new Letter.Link("Sign in", publicUrl.resolve("/login")),
                List.of(
                        "If you no longer know your password, choose “Forgot your password?” there.",
                        "If it was somebody else, do nothing. They learned nothing about you."));
    }

    Letter reset(Letter.Link link) {
        return new Letter(
                "Choose a new password",
                "Choose a new password",
                List.of("Somebody, we hope you, asked for a new password for your account at " + publicUrl.authority()
                        + "."),
                link,
                List.of(
                        "The link works once, for 30 minutes, in any browser.",
                        "If it was somebody else, do nothing. Your password stays as it is."));
    }

    Letter passwordSetFirst() {
        return passwordSet(
                List.of(
                        "Nobody had confirmed this address before. So the API keys of the account, its second factors, its ways in through providers and the accounts that were connected to it were ended, too: somebody else may have made them. Connect again what is yours."));
    }

    /**
     * @param added names of providers by which the account can be signed in to since a few days
     * @param keys the beginnings of its living API keys
     */
    Letter passwordSet(List<String> added, List<String> keys) {
        List<String> left = new ArrayList<>();
        left.add("API keys and ways in through providers were left as they are.");
        if (!added.isEmpty()) {
            left.add("Ways to sign in that were added in the last 7 days: " + String.join(", ", added)
                    + ". Remove under Security what you did not add.");
        }
        if (!keys.isEmpty()) {
            left.add("API keys that still work begin with: " + String.join(", ", keys)
                    + ". End under Security what you do not know.");
        }
        return passwordSet(left);
    }

    private Letter passwordSet(List<String> left) {
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add("The password of your account at " + publicUrl.authority()
                + " was changed just now, by a link that was sent to this address. Every device was signed out.");
        paragraphs.addAll(left);
        return new Letter(
                "Your password was changed",
                "Your password was changed",
                paragraphs,
                new Letter.Link("Look at Security", publicUrl.resolve("/security")),
                List.of(
                        "If it was not you, somebody can read your mail. Change the password of your mailbox first, then this one."));
    }

    Letter change(Letter.Link link) {
        return new Letter(
                "Confirm your new e-mail address",
                "Confirm your new e-mail address",
                List.of("Somebody who is signed in at " + publicUrl.authority()
                        + " wants to use this address from now on."),
                link,
                List.of(
                        "The link works once, for one hour, in the browser where it was asked for.",
                        "If it was not you, do nothing. Nothing is changed."));
    }

    Letter changed(EmailAddress now, Letter.Link undo) {
        return new Letter(
                "Your e-mail address was changed",
                "Your e-mail address was changed",
                List.of(
                        "Your account at " + publicUrl.authority() + " now goes by " + now.value()
                                + ". Mail no longer comes here.",
                        "If it was not you, take it back. Everybody is signed out then, all API keys end, and so do ways to sign in that were added since about now; you choose a new password."),
                undo,
                List.of("The link works once, for 72 hours."));
    }

    Letter changedUnproved() {
        return new Letter(
                "Your e-mail address was changed",
                "Your e-mail address was changed",
                List.of(
                        "An account at " + publicUrl.authority()
                                + " that was made with this address, which nobody had confirmed, goes by another one now. Mail no longer comes here."),
                null,
                List.of("If it was your account and it was not you, tell your administrator."));
    }

    Letter welcomeHere() {
        return new Letter(
                "This is your e-mail address now",
                "This is your e-mail address now",
                List.of(
                        "Your account at " + publicUrl.authority()
                                + " goes by this address from now on. The address before was told, and can take it back for 72 hours."),
                null,
                List.of());
    }

    /** @param ended names of providers that no longer open the account */
    Letter undone(List<String> ended, Letter.Link reset) {
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(
                "Your account at " + publicUrl.authority()
                        + " goes by this address again. Everybody was signed out, all API keys and the authenticator apps and passkeys added since about then were ended, and the password no longer works. Choose a new one.");
        if (!ended.isEmpty()) {
            paragraphs.add("Ways to sign in that were added since about then were ended, too: "
                    + String.join(", ", ended) + ". If one was yours, add it again under Security.");
        }
        return new Letter(
                "Your e-mail address is back",
                "Your e-mail address is back",
                paragraphs,
                reset,
                List.of(
                        "The link works once, for 30 minutes. After that, choose “Forgot your password?” on the sign-in page."));
    }

    /**
     * A browser that was never seen with the account.
     *
     * @param at when, written out
     * @param device of a fixed list of words
     * @param network the address it came from
     */
    Letter newBrowser(String at, String device, String network, Letter.Link stop) {
        return new Letter(
                "A new browser signed in",
                "A new browser signed in",
                List.of(
                        "Somebody, we hope you, signed in to your account at " + publicUrl.authority()
                                + " with a browser that was never seen there before.",
                        "When: " + at,
                        "Browser: " + device,
                        "Network: " + network,
                        "If it was you, there is nothing to do."),
                stop,
                List.of(
                        "The link works once, for 7 days. It signs everybody out, you too, and lets you choose a new password."));
    }

    Letter strangerOut(Letter.Link reset) {
        return new Letter(
                "Choose a new password",
                "Choose a new password",
                List.of(
                        "You said that a sign-in at " + publicUrl.authority()
                                + " was not yours. Everybody is signed out, and the password no longer works. Choose a new one."),
                reset,
                List.of(
                        "The link works once, for 30 minutes. After that, choose “Forgot your password?” on the sign-in page.",
                        "Then look under Security: ways to sign in, devices and API keys that you do not know are not yours. Change the password of your mailbox, too, if others may read it."));
    }

    Letter leaving(String due, Letter.Link keep) {
        return new Letter(
                "Your account will be deleted",
                "Your account will be deleted",
                List.of(
                        "Somebody, we hope you, asked to delete your account at " + publicUrl.authority() + ". On "
                                + due + " everything in it goes for good.",
                        "Everybody was signed out and all API keys ended. Until then nothing is synced or handed out, and nothing is lost.",
                        "If you change your mind, or if it was not you, keep it."),
                keep,
                List.of("The link works once, for 14 days. You can also sign in and keep it there."));
    }

    Letter kept() {
        return new Letter(
                "Your account stays",
                "Your account stays",
                List.of("Your account at " + publicUrl.authority()
                        + " is not deleted. What you connected is as it was; API keys that you had do not come back."),
                new Letter.Link("Sign in", publicUrl.resolve("/login")),
                List.of(
                        "If you did not ask to delete it before, somebody got in: change your password and look at your devices under Security."));
    }

    Letter deleted(Letter.Link receipt) {
        return new Letter(
                "Your account is being deleted",
                "Your account is being deleted",
                List.of(
                        "The 14 days are over. Your account at " + publicUrl.authority()
                                + " no longer opens, and what was in it is being erased. Accounts that you connected are disconnected, and our access is ended at their providers.",
                        "The page says what was done. It names nobody, and is there for a year to whoever has the link."),
                receipt,
                List.of("This is the last mail about that account. A new one with this address begins empty."));
    }

    Letter exportReady(Letter.Link profile) {
        return new Letter(
                "Your data is ready",
                "Your data is ready",
                List.of("The copy of your data at " + publicUrl.authority()
                        + " that you asked for is ready. Sign in to save it within 24 hours; then it is deleted here."),
                profile,
                List.of(
                        "If it was not you who asked, somebody is signed in to your account: end what you do not know under Security."));
    }

    Letter factorAdded() {
        return factors(
                "An authenticator app was added",
                "An authenticator app was added to your account at " + publicUrl.authority()
                        + " just now. Its codes are asked for from now on when somebody signs in to it.");
    }

    Letter factorRemoved() {
        return factors(
                "An authenticator app was removed",
                "An authenticator app was removed from your account at " + publicUrl.authority()
                        + " just now. Its codes no longer work.");
    }

    Letter wayAdded() {
        return factors(
                "A way to sign in was added",
                "Your account at " + publicUrl.authority()
                        + " can be signed in to through one more provider from now on. It vouches for this address.");
    }

    Letter wayRemoved() {
        return factors(
                "A way to sign in was removed",
                "A provider no longer opens your account at " + publicUrl.authority() + ".");
    }

    Letter passkeyAdded() {
        return factors(
                "A passkey was added",
                "A passkey was added to your account at " + publicUrl.authority()
                        + " just now. It signs in by itself, and is asked for when somebody signs in another way.");
    }

    Letter passkeyRemoved() {
        return factors(
                "A passkey was removed",
                "A passkey was removed from your account at " + publicUrl.authority()
                        + " just now. It no longer opens it.");
    }

    Letter passkeyCloned() {
        return factors(
                "A passkey was refused",
                "A passkey of your account at " + publicUrl.authority()
                        + " was used with a count that had been used before. There may be a copy of it. Whoever it was did not get in. Remove it under Security and add a new one.");
    }

    Letter recoveryCodesMade() {
        return factors(
                "New recovery codes were made",
                "New recovery codes were made for your account at " + publicUrl.authority()
                        + " just now. The ones before no longer work.");
    }

    /** @param left how many there are besides */
    Letter recoveryCodeUsed(int left) {
        return factors(
                "A recovery code was used",
                "A recovery code of your account at " + publicUrl.authority() + " was used just now. "
                        + (left == 0
                                ? "It was the last one: make new ones under Security."
                                : left + (left == 1 ? " is left." : " are left.")));
    }

    Letter codesTried() {
        return factors(
                "Wrong codes were tried",
                "Somebody got past the first step of signing in to your account at " + publicUrl.authority()
                        + " and typed wrong codes. They did not get in. Codes of your app are not taken for a few minutes; a recovery code always is.");
    }

    Letter factorsReset() {
        return factors(
                "Your second factors were removed",
                "Whoever runs " + publicUrl.authority()
                        + " removed the authenticator apps, passkeys and recovery codes of your account just now, and signed you out everywhere.");
    }

    Letter unlocked() {
        return factors(
                "Your account was unlocked",
                "Whoever runs " + publicUrl.authority()
                        + " lifted the limits on signing in to your account just now. What you sign in with stays as it was.");
    }

    private Letter factors(String subject, String line) {
        return new Letter(
                subject,
                subject,
                List.of(line),
                new Letter.Link("Look at Security", publicUrl.resolve("/security")),
                List.of(
                        "If it was not you, sign in, change your password, and end under Security what you do not know. Your administrator can help."));
    }

    Letter signIn(Letter.Link link) {
        return new Letter(
                "Your link to sign in",
                "Sign in",
                List.of("Here is the link that somebody, we hope you, asked for at " + publicUrl.authority() + "."),
                link,
                List.of(
                        "The link works once, for 10 minutes, in the browser where it was asked for.",
                        "If it was somebody else, do nothing. In their browser the link is of no use without this mail, and in yours it does nothing."));
    }
}
