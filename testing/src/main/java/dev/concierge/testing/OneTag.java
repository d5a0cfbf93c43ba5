package dev.concierge.testing;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that does not carry exactly one tag, and that one of the suite's; and a test that adds another one to its class's. Found by
 * JUnit itself (its auto-detection of extensions), so that no class and no module can forget it.
 */
public final class OneTag implements BeforeAllCallback, BeforeEachCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        require(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        require(context);
    }

    private static void require(ExtensionContext context) {
        Set<String> tags = tags(context);
        if (tags.size() != 1 || SuiteTags.among(tags).isEmpty()) {
            throw new ExtensionConfigurationException(
                    context.getRequiredTestClass().getName() + " carries the tags " + tags
                            + ". A test class carries exactly one of " + SuiteTags.ALL + ", and its tests add none.");
        }
    }

    /** JUnit's context of one invocation of a parameterized class tells no tags; the class around it does. */
    private static Set<String> tags(ExtensionContext context) {
        Set<String> tags = new TreeSet<>(context.getTags());
        context.getParent().ifPresent(parent -> tags.addAll(tags(parent)));
        return tags;
    }
}
