package io.ringbolt.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reasons why a file cannot be used, in the system's words.
 */
final class FileErrors
{
    private FileErrors()
    {
    }

    static String reason(final Path file, final IOException exception)
    {
        if (exception instanceof NoSuchFileException)
        {
            return "No such file or directory";
        }
        if (exception instanceof AccessDeniedException)
        {
            return "Permission denied";
        }
        if (Files.isDirectory(file))
        {
            return "Is a directory";
        }
        final String reason = exception instanceof FileSystemException fileSystemException ?
            fileSystemException.getReason() : null;
        return reason == null ? String.valueOf(exception.getMessage()) : reason;
    }
}
