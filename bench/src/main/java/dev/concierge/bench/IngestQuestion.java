package dev.concierge.bench;

import java.util.List;

/**
 * Something that is looked for among an account's records.
 *
 * @param what in words
 * @param query behind {@code /api/v1/sync/search?}
 * @param finds whether there must be an answer
 */
record IngestQuestion(String what, String query, boolean finds) {
    /** Ranks of words by which nearly all records are found, a third, one in twenty-five, and one in eight hundred. */
    private static final int COMMON = 0;

    private static final int FREQUENT = 10;
    private static final int SELDOM = 300;
    private static final int RARE = 3_000;

    /** Words that are asked for beside one of a single record. */
    static final List<String> BESIDE = List.of(IngestWords.word(COMMON), IngestWords.word(FREQUENT));

    /** The word whose pages are read one after the other to the last. */
    static final String WALKED = "q=" + IngestWords.word(SELDOM);

    /**
     * What is asked of every account.
     *
     * @param only a word that a single record has
     * @param integration of which a tenth of the records is
     */
    static List<IngestQuestion> all(String only, String integration) {
        String common = IngestWords.word(COMMON);
        String frequent = IngestWords.word(FREQUENT);
        String seldom = IngestWords.word(SELDOM);
        String alsoSeldom = IngestWords.word(SELDOM + 1);
        return List.of(
                finds("everything", ""),
                finds("everything of a kind", "kind=file"),
                finds("everything of an integration", "integration=" + integration),
                finds("a word of nearly all", "q=" + common),
                finds("a word of a third", "q=" + frequent),
                finds("a word of one in twenty-five", "q=" + seldom),
                finds("a word of one in eight hundred", "q=" + IngestWords.word(RARE)),
                finds("a word of one record", "q=" + only),
                finds("two words, frequent", "q=" + common + "+" + frequent),
                finds("two words, one of them seldom", "q=" + frequent + "+" + seldom),
                finds("two words, both seldom", "q=" + seldom + "+" + alsoSeldom),
                finds("three words, one of a single record", "q=" + common + "+" + frequent + "+" + only),
                finds("the beginning of words: two letters", "q=" + common.substring(0, 2)),
                finds("the beginning of words: three letters", "q=" + seldom.substring(0, 3)),
                finds("a frequent word among files", "kind=file&q=" + frequent),
                finds("a seldom word among issues", "kind=issue&q=" + seldom),
                finds("a frequent word in an integration", "integration=" + integration + "&q=" + frequent),
                finds("a seldom word in an integration", "integration=" + integration + "&q=" + seldom),
                new IngestQuestion("a word of no record", "q=qqqqxxxx", false),
                new IngestQuestion("a frequent word and one of no record", "q=" + frequent + "+qqqqxxxx", false));
    }

    private static IngestQuestion finds(String what, String query) {
        return new IngestQuestion(what, query, true);
    }
}
