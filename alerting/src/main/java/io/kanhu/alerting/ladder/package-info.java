/** Who is called, by what and how long after the alert: ladders as data. */
@NullMarked
package io.kanhu.alerting.ladder;

import org.jspecify.annotations.NullMarked;
