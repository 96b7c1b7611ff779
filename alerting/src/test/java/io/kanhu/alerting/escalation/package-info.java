@NullMarked
package io.kanhu.alerting.escalation;

import org.jspecify.annotations.NullMarked;
