package dev.concierge.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.concierge.server.support.World;

/** What happens at Google itself, in another window. */
final class AtGoogle {
    private AtGoogle() {}

    /** Adds an event within the next two hours to somebody's calendar. */
    static void addEvent(Page ours, World world, String account, String title) {
        Page google = ours.context().newPage();
        google.navigate(world.sandbox().baseUrl() + "/google/calendar?account=" + account);
        google.locator("#title").fill(title);
        google.locator("#add").click();
        assertThat(google.getByText("The event was added.")).isVisible();
        google.close();
        ours.bringToFront();
    }
}
