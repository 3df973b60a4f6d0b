/** Who may do what: users, their rules, the check before each command, and the log of what was denied. */
package io.ringbolt.engine.acl;
