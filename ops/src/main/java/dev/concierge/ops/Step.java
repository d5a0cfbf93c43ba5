package dev.concierge.ops;

/**
 * One thing a plan does.
 *
 * @param text what it does, as {@code --dry-run} shows it
 * @param action does it, and answers what there is to say of the result; empty when nothing
 */
public record Step(String text, Action action) {

    /** What a step does. */
    @FunctionalInterface
    public interface Action {
        String run() throws Exception;
    }
}
