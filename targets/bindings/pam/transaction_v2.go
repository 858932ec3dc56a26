//go:build v2

package main

import (
	"errors"

	"github.com/msteinert/pam/v2"
)

type transaction = pam.Transaction

func withTransaction(service string, hear func(text string), use func(*transaction) error) error {
	transaction, err := pam.StartConfDir(service, "user", pam.ConversationFunc(conversation[pam.Style](hear)),
		servicesFolder)
	if err != nil {
		return err
	}
	err = use(transaction)
	return errors.Join(err, transaction.End())
}
