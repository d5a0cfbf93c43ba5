package dev.concierge.server.identity.people;

/** What came of an act on a person. */
public sealed interface PersonChange {
    /** @param person as they are now */
    record Done(Person person) implements PersonChange {}

    /** It was so already; nothing was written. */
    record Unchanged(Person person) implements PersonChange {}

    /** They are the last administrator who may come in. */
    record LastAdministrator() implements PersonChange {}

    /** Somebody else has this local id; whose it is, is not said. */
    record LocalIdTaken() implements PersonChange {}

    /** Something given cannot be taken; a sentence for whoever gave it. */
    record Unfit(String sentence) implements PersonChange {}
}
