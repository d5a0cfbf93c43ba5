package dev.concierge.server.sync;

/** What a page did to the records: new ones, changed ones (come back ones too), and ones that are gone. */
record Changes(long added, long changed, long removed, long revived) {
    static final Changes NONE = new Changes(0, 0, 0, 0);

    Changes plus(Changes more) {
        return new Changes(added + more.added, changed + more.changed, removed + more.removed, revived + more.revived);
    }

    /** By how much the number of stored records grew. */
    long growth() {
        return added + revived - removed;
    }
}
