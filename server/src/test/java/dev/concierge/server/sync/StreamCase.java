package dev.concierge.server.sync;

import dev.concierge.server.sync.ScriptedOutbound.Step;
import java.util.List;

/** Recorded answers of one stream's provider; the contract plays them. Each list is a whole run, call by call. */
interface StreamCase {
    /** The stream's name. */
    String stream();

    /** A first run of at least three calls that ends with at least three records. */
    List<Step> firstRun();

    /** How many records are there after the first run. */
    int records();

    /** A run after it, in which one record is new, one is changed, and one is gone. */
    List<Step> changes();

    /** A run after {@link #firstRun} in which the feed's place is too old, and a full pass that misses one record and has one new one. */
    List<Step> tooOld();

    /** Calls of {@link #firstRun} that must not be made again after a crash between its last two calls. */
    default int callsBeforeCrash() {
        return firstRun().size() - 1;
    }

    /** An answer that asks us to wait. */
    Step busy(int seconds);

    /** An answer that says that the scope was not granted. */
    Step notAllowed();

    /** A page that does not lead on: its next page is itself. Played after {@link #circle} times the first call of a run. */
    List<Step> circle();
}
