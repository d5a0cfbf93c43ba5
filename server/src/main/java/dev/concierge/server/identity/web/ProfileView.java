package dev.concierge.server.identity.web;

import dev.concierge.server.identity.own.Export;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code identity/profile}.
 *
 * @param saved whether the form was just saved
 * @param form what can be changed
 * @param email null for somebody whose provider proved no address
 * @param role its title
 * @param localId null when there is none
 * @param export the copy of their data that is there or being made; null for none
 * @param exportError why none is made; null when nothing is wrong
 * @param told whether a mail says when it is ready
 */
public record ProfileView(
        boolean saved,
        Form form,
        @Nullable String email,
        boolean emailProved,
        String role,
        @Nullable String localId,
        Instant madeAt,
        @Nullable Export export,
        @Nullable String exportError,
        boolean told) {
    /**
     * The form as it stands or was sent.
     *
     * @param nameError one sentence, or null; as the other errors
     */
    public record Form(
            String name,
            @Nullable String nameError,
            List<Region> zones,
            @Nullable String zoneError,
            List<DateChoice> dates,
            @Nullable String dateError) {
        public Form {
            zones = List.copyOf(zones);
            dates = List.copyOf(dates);
        }
    }

    /** Time zones of one part of the world. */
    public record Region(String name, List<Zone> zones) {
        public Region {
            zones = List.copyOf(zones);
        }
    }

    /** One time zone. */
    public record Zone(String id, String label, boolean chosen) {}

    /**
     * One way to write dates and times.
     *
     * @param example this moment, written like that
     */
    public record DateChoice(String word, String example, boolean chosen) {}
}
