package dev.concierge.server.sync;

import dev.concierge.server.sync.ScriptedOutbound.Step;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Recorded answers of one stream's provider; the contract plays them. Each list is a whole run, call by call. */
interface StreamCase {
    /** The stream's name. */
    String stream();

    /** Canonical names of scopes that let it run; none where the provider has none. */
    Set<String> scopes();

    /** What every run asks before its first page, such as for the key of a Page; the runs below are without it. */
    default List<Step> beginning() {
        return List.of();
    }

    /** A first run of at least three calls that ends with at least three records. */
    List<Step> firstRun();

    /** How many records are there after the first run. */
    int records();

    /** How long after {@link #firstRun} a run is one that sees what is gone; zero where every run does. */
    default Duration seesGoneAfter() {
        return Duration.ZERO;
    }

    /** A run after it and {@link #seesGoneAfter}, in which one record is new, one is changed, and one is gone. */
    List<Step> changes();

    /** A run after it, in which nothing has changed. */
    List<Step> nothingNew();

    /**
     * A run after {@link #firstRun} in which the feed's place is too old, and a full pass that misses one record and has one new one. Where the
     * provider has no feed of changes, a run, {@link #seesGoneAfter} later, that misses one record and has one new one.
     */
    List<Step> tooOld();

    /** As {@link #firstRun}, and one item, which is none of its records, cannot be read. */
    List<Step> malformed();

    /** As {@link #firstRun}, and some items come twice: on one page, and on a later one. */
    List<Step> doubled();

    /** A first run with a page of as many items as the provider ever gives. */
    List<Step> largest(int items);

    /** How many those are. */
    int largest();

    /** How many calls each page of {@link #firstRun} takes: one, as a rule. The last page of {@link #tooOld} takes as many as the last one here. */
    default List<Integer> callsOfPages() {
        return Collections.nCopies(firstRun().size(), 1);
    }

    /** How many calls of {@link #firstRun} must not be made again after a crash between its last two pages. */
    default int callsBeforeCrash() {
        return firstRun().size() - callsOfPages().getLast();
    }

    /** An answer that asks us to wait. */
    Step busy(int seconds);

    /** An answer that asks us to wait, and does not say how long. */
    Step busy();

    /** How long we wait at most after {@link #busy()}: until the provider's window ends, where it has one. */
    default Duration longestWait() {
        return Duration.ofHours(1);
    }

    /** An answer that says that the scope was not granted. */
    Step notAllowed();

    /** A page that does not lead on: its next page is itself. */
    List<Step> circle();

    /** Answers that no page can be read from; each a run of its own, whose calls before it are given. */
    default List<Step> garbage() {
        return List.of(
                new Step.Cut(),
                ScriptedOutbound.ok("<html>"),
                ScriptedOutbound.ok("{}"),
                new Step.Answer(500, "oops"),
                new Step.Answer(502, "{\"error\":{}}"));
    }

    /** Whether the provider gives refresh tokens, so that a refused access token is renewed. */
    default boolean refreshes() {
        return true;
    }

    default String provider() {
        return stream().substring(0, stream().indexOf('.'));
    }
}
