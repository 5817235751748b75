Imports Distil

''' <summary>A row whose defaults its initialisers give.</summary>
<Row>
Public Class Initialised
    Public Property Id As Integer = -1
    Public Property Note As String = "none"
    Public Property Size As Integer? = 7
    Public Property Count As Integer = 3
End Class

''' <summary>A row whose defaults its constructor gives.</summary>
<Row>
Public NotInheritable Class Constructed
    Private _note As String

    Public Sub New(id As Integer)
        Me.Id = id
        _note = "none"
        Size = 7
        Count = id + 1
    End Sub

    Public ReadOnly Property Id As Integer

    Public Property Note As String
        Get
            Return _note
        End Get
        Set(value As String)
            _note = value
        End Set
    End Property

    Public Property Size As Integer?

    Public Property Count As Integer
End Class
