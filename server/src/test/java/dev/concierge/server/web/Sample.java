package dev.concierge.server.web;

import org.jspecify.annotations.Nullable;

/**
 * One page in one state.
 *
 * @param name file name of its preview
 * @param template as a controller names it
 * @param view for the template
 * @param shell for the template
 * @param opens selector of what is clicked before the picture is taken; null for nothing
 */
record Sample(
        String name,
        String template,
        Object view,
        Shell shell,
        @Nullable String opens) {
    Sample(String name, String template, Object view, Shell shell) {
        this(name, template, view, shell, null);
    }

    Sample opening(String selector) {
        return new Sample(name + "-open", template, view, shell, selector);
    }
}
