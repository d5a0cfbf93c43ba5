package dev.concierge.server.web;

import java.time.Duration;

/**
 * A state in two words and an icon, drawn as a pill or in a line. One word per state on every page, so the factories are the only
 * place where these words stand.
 *
 * @param tone what it means
 * @param icon the id of an icon of the sprite, without {@code i-}
 * @param word what it says; shown as text
 */
public record Badge(Tone tone, String icon, String word) {
    public Badge(Tone tone, String word) {
        this(tone, tone.icon(), word);
    }

    /** Everything granted, fresh and synced. */
    public static Badge inStep() {
        return new Badge(Tone.OK, "In step");
    }

    /** A run is under way. */
    public static Badge syncing() {
        return new Badge(Tone.INFO, "refresh", "Syncing");
    }

    /** Connected, and nothing has been synced yet. */
    public static Badge connected() {
        return new Badge(Tone.OK, "Connected");
    }

    /** How many accounts of one provider are connected, for its card. */
    public static Badge connected(long accounts) {
        return accounts == 1 ? connected() : new Badge(Tone.OK, accounts + " connected");
    }

    /** The provider ended our access; the person must act. */
    public static Badge signInAgain() {
        return new Badge(Tone.BAD, "Sign in again");
    }

    /** Some of what was asked was not allowed at the provider. */
    public static Badge missing(long permissions) {
        return new Badge(Tone.WARN, permissions == 1 ? "Missing one" : "Missing " + permissions);
    }

    /** Access ends by itself. Whole days, rounded up; "Ends today" below one. */
    public static Badge endsIn(Duration left) {
        long days = left.toDays();
        return new Badge(Tone.WARN, "clock", days < 1 ? "Ends today" : days == 1 ? "1 day left" : days + " days left");
    }

    /**
     * Somebody asked to delete their account.
     *
     * @param day on which it goes, as the reader writes days
     */
    public static Badge leaving(String day) {
        return new Badge(Tone.WARN, "clock", "Leaving, deleted on " + day);
    }

    /** The provider refuses our registration: the connection is safe and waits for an administrator. */
    public static Badge waiting() {
        return new Badge(Tone.WARN, "clock", "Waits for us");
    }

    /** The provider does not answer; we keep trying. */
    public static Badge noAnswer() {
        return new Badge(Tone.INFO, "clock", "No answer");
    }

    public static Badge paused() {
        return new Badge(Tone.PLAIN, "pause", "Paused");
    }

    /** Tokens are here but wait for a choice or for a developer's backend. */
    public static Badge pending() {
        return new Badge(Tone.INFO, "clock", "Waits for you");
    }

    public static Badge disconnected() {
        return new Badge(Tone.PLAIN, "unplug", "Disconnected");
    }

    public static Badge notConnected() {
        return new Badge(Tone.PLAIN, "Not connected");
    }

    /** No registration at this provider: an administrator has to make one. */
    public static Badge notSetUp() {
        return new Badge(Tone.PLAIN, "Not set up");
    }

    /** A registration stands in the environment. */
    public static Badge setByEnvironment() {
        return new Badge(Tone.OK, "lock", "By environment");
    }

    /** A registration is kept here. */
    public static Badge setUpHere() {
        return new Badge(Tone.OK, "Set up here");
    }

    /** Another provider's registration is used. */
    public static Badge shared(String providerName) {
        return new Badge(Tone.OK, "Shares " + providerName);
    }

    /** The client secret has ended; the provider refuses us from now on. */
    public static Badge secretExpired() {
        return new Badge(Tone.BAD, "Secret ended");
    }

    /** The client secret cannot be read any more. */
    public static Badge secretUnreadable() {
        return new Badge(Tone.BAD, "Set it again");
    }

    /** A registration that is used for nothing. */
    public static Badge switchedOff() {
        return new Badge(Tone.PLAIN, "pause", "Switched off");
    }

    /** Left unticked at the provider. */
    public static Badge notAllowed() {
        return new Badge(Tone.WARN, "Not allowed");
    }

    /** In step but for some items. */
    public static Badge partly() {
        return new Badge(Tone.WARN, "In step in part");
    }

    /** The last run failed and will be tried again. */
    public static Badge failed() {
        return new Badge(Tone.BAD, "Failed");
    }

    /** A run that read everything. */
    public static Badge complete() {
        return new Badge(Tone.OK, "Complete");
    }

    /** A run that read everything but some items. */
    public static Badge inPart() {
        return new Badge(Tone.WARN, "In part");
    }

    /** A run whose time was up; the next one goes on where it was. */
    public static Badge goesOn() {
        return new Badge(Tone.INFO, "clock", "Goes on");
    }

    /** A run that the provider asked to wait. */
    public static Badge waits() {
        return new Badge(Tone.INFO, "clock", "Waits");
    }

    /** A run that could not be, or was not to be. */
    public static Badge stopped() {
        return new Badge(Tone.PLAIN, "pause", "Stopped");
    }

    /** A run that ended with the program that did it. */
    public static Badge interrupted() {
        return new Badge(Tone.WARN, "Interrupted");
    }

    /** Nothing has run yet, and something will. */
    public static Badge beginsSoon() {
        return new Badge(Tone.INFO, "clock", "Begins soon");
    }
}
