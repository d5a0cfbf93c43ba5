package dev.concierge.sandbox;

import java.util.List;

/**
 * One page between the account and the consent on which the person chooses among things of theirs: a workspace, pages, a
 * channel.
 *
 * @param name of the control on the page, and of the choice afterwards
 * @param title the question, as the page's heading
 * @param several false: one button for each option; true: a checkbox for each, and one button to go on
 * @param options what there is; may be empty, then the page says so
 */
public record Step(String name, String title, boolean several, List<Option> options) {

    /**
     * One thing to choose.
     *
     * @param ticked whether a checkbox starts ticked; without meaning for buttons
     */
    public record Option(String value, String title, String detail, boolean ticked) {}

    public Step {
        options = List.copyOf(options);
    }

    /** Whether these values are a choice that the page offers: known ones, and exactly one unless several may be taken. */
    boolean allows(List<String> values) {
        var known = options.stream().map(Option::value).toList();
        return known.containsAll(values) && (several || values.size() == 1);
    }
}
