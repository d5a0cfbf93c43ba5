package dev.concierge.server.sync.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far somebody's mail is read. A run lists the folders first, then reads each of them in turn.
 *
 * @param folders those of the last whole list, each with its own place in its feed
 * @param listed what the list said so far, while it is being read; null when it is not
 * @param position index of the folder that is read next
 * @param page the next page of what is being read; null at its beginning
 */
record MicrosoftMailCheckpoint(
        List<Folder> folders,
        @Nullable List<Folder> listed,
        int position,
        @Nullable String page) {

    MicrosoftMailCheckpoint {
        folders = List.copyOf(folders);
        listed = listed == null ? null : List.copyOf(listed);
    }

    /**
     * One folder.
     *
     * @param feed from where changes are asked for; null when everything must be read
     */
    record Folder(String id, String title, @Nullable String feed) {
        Folder from(@Nullable String place) {
            return new Folder(id, title, place);
        }
    }

    /** Where a run begins: at the list. */
    static MicrosoftMailCheckpoint atList(List<Folder> folders) {
        return new MicrosoftMailCheckpoint(folders, List.of(), 0, null);
    }

    /** Reads the folders from one on; the list when there is none. */
    static MicrosoftMailCheckpoint reading(List<Folder> folders, int position) {
        return position < folders.size() ? new MicrosoftMailCheckpoint(folders, null, position, null) : atList(folders);
    }

    boolean listing() {
        return listed != null;
    }

    boolean begins() {
        return page == null;
    }

    Folder current() {
        return folders.get(position);
    }

    Optional<Folder> folder(String id) {
        return folders.stream().filter(known -> known.id().equals(id)).findFirst();
    }

    /** The list goes on. */
    MicrosoftMailCheckpoint moreListed(List<Folder> soFar, String next) {
        return new MicrosoftMailCheckpoint(folders, soFar, 0, next);
    }

    /** The folder that is being read goes on. */
    MicrosoftMailCheckpoint page(Folder current, @Nullable String next) {
        return new MicrosoftMailCheckpoint(with(current), null, position, next);
    }

    /** The folder that is being read is done; the next one begins, or the run ends and the next one begins with the list. */
    MicrosoftMailCheckpoint following(Folder current) {
        return reading(with(current), position + 1);
    }

    /** Without the folder that is being read. */
    MicrosoftMailCheckpoint withoutCurrent() {
        List<Folder> rest = new ArrayList<>(folders);
        rest.remove(position);
        return reading(rest, position);
    }

    private List<Folder> with(Folder current) {
        List<Folder> all = new ArrayList<>(folders);
        all.set(position, current);
        return all;
    }
}
