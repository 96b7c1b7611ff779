/** The life of an alert: raised, seen, moved from state to state, every step an event. */
@NullMarked
package io.kanhu.alerting.episode;

import org.jspecify.annotations.NullMarked;
