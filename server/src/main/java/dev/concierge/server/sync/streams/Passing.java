package dev.concierge.server.sync.streams;

/** Whether a page tells what changed, or belongs to a pass over everything there is. */
public sealed interface Passing {
    /** The items changed since the checkpoint; those that are gone are said to be ({@link Item.Gone}). What is not mentioned stays. */
    record Changes() implements Passing {}

    /**
     * A page of a full pass over one part; one full pass ends before another part's begins. When the pass ends, what is stored of the part and was on none of its pages is gone.
     *
     * @param part what is passed over, such as one calendar
     * @param begins whether it is the first page
     * @param ends whether it is the last page
     */
    record Everything(String part, boolean begins, boolean ends) implements Passing {}
}
