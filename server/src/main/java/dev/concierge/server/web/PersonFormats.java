package dev.concierge.server.web;

import java.time.ZoneId;

/** How times are written for somebody; the room that keeps accounts knows. */
public interface PersonFormats {
    /** A time zone and a form. */
    record PersonFormat(ZoneId zone, DateForm form) {
        /** For whoever has not said: UTC, the day first. */
        public static final PersonFormat USUAL = new PersonFormat(ZoneId.of("UTC"), DateForm.DAY_FIRST);
    }

    PersonFormat of(Caller.Person person);
}
