package dev.concierge.bench;

/**
 * Something a manager looks for.
 *
 * @param what in words
 * @param query behind {@code /api/v1/users?}
 * @param aim what the p95 must stay under, in milliseconds
 * @param finds whether there must be an answer
 */
record PeopleQuestion(String what, String query, double aim, boolean finds) {
    private static final double PAGE = 50;
    private static final double ALIKE = 300;

    static PeopleQuestion page(String what, String query) {
        return new PeopleQuestion(what, query, PAGE, true);
    }

    static PeopleQuestion nothing(String what, String query) {
        return new PeopleQuestion(what, query, ALIKE, false);
    }

    static PeopleQuestion alike(String what, String query) {
        return new PeopleQuestion(what, query, ALIKE, true);
    }
}
