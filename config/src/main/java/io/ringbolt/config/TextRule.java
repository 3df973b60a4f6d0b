package io.ringbolt.config;

/**
 * What a text must look like.
 */
@FunctionalInterface
interface TextRule
{
    /** The reason why the text is refused, or null when it is fine. */
    String refusal(String text);
}
