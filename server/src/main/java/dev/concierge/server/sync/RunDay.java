package dev.concierge.server.sync;

import java.time.LocalDate;
import java.util.UUID;

/**
 * What ran on one day for one stream of an integration; runs that have ended, by the day in UTC on which they began.
 *
 * @param complete how many read everything
 * @param inPart how many read some of it, and the next one went on
 * @param failed how many failed
 * @param added records that were new
 */
public record RunDay(
        LocalDate day,
        UUID integrationId,
        String stream,
        long complete,
        long inPart,
        long failed,
        long added,
        long changed,
        long removed) {}
